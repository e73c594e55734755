/* Text within XML. */
#ifndef SLOTC_XML_H
#define SLOTC_XML_H

struct mem;

/* A string as the value of an attribute, or as text of an element: markup is escaped, ends of lines
 * in an attribute, too, so that they stay what they are; what XML 1.0 cannot hold (control
 * characters, bytes that are no UTF-8) is replaced. */
const char *xml_attribute(struct mem *mem, const char *string);
const char *xml_content(struct mem *mem, const char *string);

#endif
