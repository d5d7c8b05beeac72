"""Pure rules of call review: plain values in and out."""
