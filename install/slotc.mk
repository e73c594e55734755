# slotc in a build by GNU make.
#
#   include $(shell pkg-config --variable=pkgdatadir slotc)/slotc.mk
#   $(eval $(call slotc_generate,NAME,FOLDER,SCHEMAS[,OPTIONS[,ROOT]]))
#
# generates the headers of the schemas in FOLDER, and FOLDER/bodies.c, which holds what is not
# inline, with these OPTIONS of slotc gen. $(NAME_HEADERS) are the headers, slotc's own too, and
# $(NAME_IMPL) is the C file. Schemas below the folder ROOT keep their paths from there, others go
# by their names. SLOTC is the program.
#
# A header that would not change is left alone, so that nothing is compiled for a comment; then make
# would take it for out of date for ever. So the time of a stamp says when slotc ran, and headers
# have an empty recipe, after which make looks at their times again.

# The slotc that was installed with this file, else the one in the PATH. Where this file's path has
# spaces, make does not know it whole, but pkg-config does.
slotc_mk := $(lastword $(MAKEFILE_LIST))
SLOTC ?= $(or $(wildcard $(dir $(slotc_mk))../../bin/slotc),$(if $(wildcard $(slotc_mk)),slotc),\
    $(shell pkg-config --variable=slotc slotc))

# The first target of the file that includes this stays the default goal.
define slotc_generate
slotc_goal := $$(.DEFAULT_GOAL)
$(1)_IMPL := $(2)/bodies.c
# slotc knows what it writes; while a schema is broken, or not made yet, these at least.
$(1)_files := $$(sort $$($(1)_IMPL) $$(addprefix $(2)/,slots_core.h \
    $$(addsuffix .h,$$(if $(5),$$(patsubst $(5)/%,%,$(3)),$$(notdir $(3))))) \
    $$(shell $$(SLOTC) gen --print-outputs $(4) $(if $(5),-I $(5)) -o $(2) -- $(3) 2>/dev/null))
$(1)_HEADERS := $$(filter %.h,$$($(1)_files))

# What is gone is written again, although the stamp is there. Any of the makefiles may have another
# option now.
$(2)/slotc.stamp: $(3) $$(if $$(wildcard $$(SLOTC)),$$(SLOTC)) \
    $$(wildcard $$(filter-out %.d,$$(MAKEFILE_LIST))) \
    $$(if $$(filter-out $$(wildcard $$($(1)_files)),$$($(1)_files)),.slotc_missing)
	$$(SLOTC) gen $(4) $(if $(5),-I $(5)) -o $(2) --impl $(2)/bodies.c \
	    -MF $(2)/slotc.d -MT $(2)/slotc.stamp -MP -- $(3)
	@touch $(2)/slotc.stamp
$$($(1)_files): $(2)/slotc.stamp ;
-include $(2)/slotc.d
.DEFAULT_GOAL := $$(slotc_goal)
endef
.PHONY: .slotc_missing
.slotc_missing:
