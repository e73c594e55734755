struct job { long id; void *data; double start; char tag; long long end; };
