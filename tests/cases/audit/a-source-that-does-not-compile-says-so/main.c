#include "zoo.slots.h"
