typedef short width;
