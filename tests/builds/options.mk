all_options = --with pool --without trace
