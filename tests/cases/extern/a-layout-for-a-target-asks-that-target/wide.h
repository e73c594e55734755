struct wide { long value; };
