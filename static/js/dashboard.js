// Draws the dashboard's charts from the page's own data; the tables beside them say the same.
"use strict";
(() => {
  const charts = new Map();
  // the boxes of kpis.css on A4: a printed page is laid out after its scripts have run
  const PAPER = { line: { width: 208, height: 110 }, bars: { width: 324, height: 110 } };
  let screenTheme = null;
  const share = new Intl.NumberFormat(document.documentElement.lang, {
    style: "percent",
    maximumFractionDigits: 1,
  });
  const percent = (value) => (value === null || value === undefined ? "—" : share.format(value / 100));
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // a token may be written as light-dark(): let the browser resolve it
  function token(name) {
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    probe.style.color = `var(${name})`;
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved || colour(name);
  }

  function common() {
    return {
      animation: false,
      textStyle: { fontFamily: "Inter, system-ui, sans-serif", color: token("--text-2") },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        backgroundColor: token("--raised"),
        borderColor: token("--line"),
        textStyle: { color: token("--text") },
        valueFormatter: percent,
      },
      grid: { left: 4, right: 8, top: 10, bottom: 4, containLabel: true },
    };
  }

  function axis(labels) {
    const line = { lineStyle: { color: token("--line") } };
    return {
      xAxis: {
        type: "category",
        data: labels,
        axisLine: line,
        axisTick: { show: false },
        axisLabel: { color: token("--text-2"), fontSize: 11, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        scale: true,
        splitNumber: 3,
        splitLine: line,
        axisLabel: { color: token("--text-2"), fontSize: 11, formatter: percent },
      },
    };
  }

  function trend(headline) {
    const mark = headline.target === null ? undefined : {
      silent: true,
      symbol: "none",
      lineStyle: { color: token("--kept"), type: "dashed" },
      label: { show: false },
      data: [{ yAxis: headline.target }],
    };
    return {
      ...common(),
      ...axis(headline.points.map((point) => point[0])),
      series: [{
        type: "line",
        name: headline.label,
        data: headline.points.map((point) => point[1]),
        symbolSize: 4,
        showSymbol: false,
        lineStyle: { width: 2, color: token("--accent") },
        itemStyle: { color: token("--accent") },
        areaStyle: { color: token("--accent"), opacity: 0.08 },
        markLine: mark,
      }],
    };
  }

  function bars(curve) {
    const option = { ...common(), ...axis(curve.map((year) => year[0])) };
    option.yAxis.scale = false;
    return {
      ...option,
      series: [{
        type: "bar",
        data: curve.map((year) => year[1]),
        barMaxWidth: 56,
        itemStyle: { color: token("--accent"), borderRadius: [4, 4, 0, 0] },
        label: { show: true, position: "top", formatter: ({ value }) => percent(value), color: token("--text") },
      }],
    };
  }

  function draw() {
    const data = document.getElementById("charts");
    for (const [box, chart] of charts) {
      chart.dispose();
      charts.delete(box);
    }
    if (!data || !window.echarts) return;
    const { headlines, curve } = JSON.parse(data.textContent);
    for (const box of document.querySelectorAll("[data-chart]")) {
      const headline = headlines.find((each) => each.code === box.dataset.chart);
      const paper = PAPER[box.classList.contains("chart-bars") ? "bars" : "line"];
      const chart = window.echarts.init(box, null, screenTheme === null ? undefined : paper);
      chart.setOption(headline ? trend(headline) : bars(curve));
      charts.set(box, chart);
    }
  }

  const resize = () => { if (screenTheme === null) charts.forEach((chart) => chart.resize()); };
  const root = document.documentElement;
  function toPaper() {
    if (screenTheme !== null) return;
    screenTheme = root.dataset.bsTheme || "";
    root.dataset.bsTheme = "light";
    draw();
  }
  function toScreen() {
    if (screenTheme === null) return;
    root.dataset.bsTheme = screenTheme;
    screenTheme = null;
    draw();
  }
  document.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("htmx:afterSwap", draw);
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  new MutationObserver(draw).observe(root, { attributeFilter: ["data-bs-theme"] });
})();
