# find_package(slotc): slotc in a build by CMake, 3.20 or newer.
#
#   slotc_generate(TARGET target SCHEMAS file... [IMPORT_DIRS folder...] [OUT_DIR folder]
#                  [WITH part...] [WITHOUT part...] [OPTIONS option...] [IMPL])
#   slotc_check(NAME test SCHEMAS file|folder... OUT_DIR folder [IMPORT_DIRS folder...]
#               [WITH part...] [WITHOUT part...] [OPTIONS option...] [IMPL file])
#
# It defines the program slotc::slotc, and SLOTC_EXECUTABLE, its path, which can be given, as to
# cmake -DSLOTC_EXECUTABLE=... A name without a slash is looked for in the PATH.
if(CMAKE_VERSION VERSION_LESS 3.20)
  set(slotc_FOUND FALSE)
  set(slotc_NOT_FOUND_MESSAGE "slotc needs CMake 3.20 or newer")
  return()
endif()
# Of this file and its functions alone.
cmake_policy(VERSION 3.20)

get_filename_component(_slotc_found "${CMAKE_CURRENT_LIST_DIR}/../../../bin/slotc" ABSOLUTE)
if(NOT SLOTC_EXECUTABLE)
  set(SLOTC_EXECUTABLE "${_slotc_found}")
endif()
unset(_slotc_found)
if(NOT SLOTC_EXECUTABLE MATCHES "/")
  find_program(_slotc_found "${SLOTC_EXECUTABLE}" NO_CMAKE_FIND_ROOT_PATH)
  if(_slotc_found)
    set(SLOTC_EXECUTABLE "${_slotc_found}")
  endif()
  unset(_slotc_found CACHE)
endif()
get_filename_component(SLOTC_EXECUTABLE "${SLOTC_EXECUTABLE}" ABSOLUTE)
if(NOT EXISTS "${SLOTC_EXECUTABLE}")
  set(slotc_FOUND FALSE)
  set(slotc_NOT_FOUND_MESSAGE
      "there is no `${SLOTC_EXECUTABLE}`; give slotc's path as SLOTC_EXECUTABLE")
  return()
endif()
if(NOT TARGET slotc::slotc)
  add_executable(slotc::slotc IMPORTED)
  # It runs on this machine, whichever is built for.
  set_target_properties(slotc::slotc PROPERTIES IMPORTED_LOCATION "${SLOTC_EXECUTABLE}"
                                                CROSSCOMPILING_EMULATOR "")
endif()

# What both functions are given, as words of a command line: _slotc_schemas and _slotc_options.
macro(_slotc_read_arguments function)
  if(NOT TARGET slotc::slotc)
    message(FATAL_ERROR "${function}: the program slotc::slotc is not known in this folder, since "
                        "it was found in another: call find_package(slotc) here, or in a folder "
                        "above both")
  endif()
  foreach(name IN LISTS arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${function}: what is `${name}`?")
  endforeach()
  if(NOT arg_SCHEMAS)
    message(FATAL_ERROR "${function}: SCHEMAS is missing")
  endif()
  set(_slotc_schemas "")
  foreach(schema IN LISTS arg_SCHEMAS)
    get_filename_component(schema "${schema}" ABSOLUTE)
    list(APPEND _slotc_schemas "${schema}")
  endforeach()
  set(_slotc_options "")
  set(_slotc_imports "")
  foreach(folder IN LISTS arg_IMPORT_DIRS)
    get_filename_component(folder "${folder}" ABSOLUTE)
    list(APPEND _slotc_imports "${folder}")
    list(APPEND _slotc_options -I "${folder}")
  endforeach()
  foreach(part IN LISTS arg_WITHOUT)
    list(APPEND _slotc_options --without "${part}")
  endforeach()
  foreach(part IN LISTS arg_WITH)
    list(APPEND _slotc_options --with "${part}")
  endforeach()
  list(APPEND _slotc_options ${arg_OPTIONS})
endmacro()

# The header of a schema, below OUT_DIR: its path below the first folder of IMPORT_DIRS that holds
# it, wherever links lead, else its name.
function(_slotc_header schema imports result)
  get_filename_component(name "${schema}" NAME)
  file(REAL_PATH "${schema}" schema)
  foreach(folder IN LISTS imports)
    file(REAL_PATH "${folder}" folder)
    cmake_path(IS_PREFIX folder "${schema}" NORMALIZE is_below)
    if(is_below)
      cmake_path(RELATIVE_PATH schema BASE_DIRECTORY "${folder}" OUTPUT_VARIABLE name)
      break()
    endif()
  endforeach()
  set(${result} "${name}.h" PARENT_SCOPE)
endfunction()

# The files that slotc gen writes, by itself. While a schema is broken, or not made yet, they are
# those of the last build, which are in the file LIST, or GUESS; the build puts LIST right.
function(_slotc_outputs list out options schemas guess result)
  execute_process(
    COMMAND "${SLOTC_EXECUTABLE}" gen --print-outputs ${options} -o "${out}" -- ${schemas}
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    RESULT_VARIABLE status OUTPUT_VARIABLE outputs ERROR_QUIET)
  set(before "")
  if(EXISTS "${list}")
    file(READ "${list}" before)
  endif()
  if(NOT status EQUAL 0)
    list(JOIN guess "\n" guess)
    string(APPEND guess "\n")
    set(outputs "${guess}")
    if(before)
      set(outputs "${before}")
    endif()
  endif()
  if(NOT EXISTS "${list}" OR NOT outputs STREQUAL before)
    file(WRITE "${list}" "${outputs}")
  endif()
  string(REPLACE "\n" ";" outputs "${outputs}")
  list(REMOVE_ITEM outputs "")
  set(${result} "${outputs}" PARENT_SCOPE)
endfunction()

# What would fail later, and not say why: in the compiler, the linker, or each time ninja runs.
function(_slotc_refuse target out sources is_impl)
  get_property(other GLOBAL PROPERTY "SLOTC_OUT_DIR ${out}")
  if(other)
    message(FATAL_ERROR "slotc_generate: `${out}` is the folder of headers for `${other}` already: "
                        "leave OUT_DIR out, or link `${target}` to `${other}`")
  endif()
  set_property(GLOBAL PROPERTY "SLOTC_OUT_DIR ${out}" "${target}")
  if(NOT sources)
    return()
  endif()
  get_target_property(type "${target}" TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    message(FATAL_ERROR "slotc_generate: the interface library `${target}` compiles nothing; IMPL "
                        "and WITH measure need a target that does")
  endif()
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(NOT "C" IN_LIST languages)
    message(FATAL_ERROR "slotc_generate: IMPL and WITH measure have `${target}` compile a C file, "
                        "but this project has no C: name C among the languages of project(), or "
                        "call enable_language(C)")
  endif()
  get_target_property(has_impl "${target}" SLOTC_IMPL)
  if(is_impl AND has_impl)
    message(FATAL_ERROR "slotc_generate: `${target}` has IMPL already, and all bodies of a program "
                        "stand in one file: name all its schemas in that call")
  endif()
  if(is_impl)
    set_property(TARGET "${target}" PROPERTY SLOTC_IMPL TRUE)
  endif()
endfunction()

# Generates the headers of schemas when the target is built, in OUT_DIR, which is a folder of the
# target's own where none is given, and has the target, and what links to it, find them. With IMPL
# the target compiles the bodies, so that no file of it defines SLOTS_IMPLEMENTATION. Schemas that
# these import are named too, here or for another target that this one links to.
function(slotc_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "IMPL" "TARGET;OUT_DIR"
                        "SCHEMAS;IMPORT_DIRS;WITH;WITHOUT;OPTIONS")
  _slotc_read_arguments(slotc_generate)
  if(NOT TARGET "${arg_TARGET}")
    message(FATAL_ERROR "slotc_generate: TARGET `${arg_TARGET}` is no target; define it first")
  endif()
  get_target_property(type "${arg_TARGET}" TYPE)

  # A target may have schemas generated several times, each into another folder.
  get_property(count TARGET "${arg_TARGET}" PROPERTY SLOTC_COUNT)
  math(EXPR count "${count} + 1")
  set_property(TARGET "${arg_TARGET}" PROPERTY SLOTC_COUNT "${count}")
  set(name "${arg_TARGET}_slotc")
  if(count GREATER 1)
    string(APPEND name "_${count}")
  endif()
  if(NOT arg_OUT_DIR)
    set(arg_OUT_DIR "${name}")
  endif()
  get_filename_component(out "${arg_OUT_DIR}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")

  set(headers "${out}/slots_core.h")
  if(NOT "trace" IN_LIST arg_WITHOUT)
    list(APPEND headers "${out}/slots_snapshot.h" "${out}/slots_trace.h")
  endif()
  if("pool" IN_LIST arg_WITH)
    list(APPEND headers "${out}/slots_pool.h")
  endif()
  foreach(schema IN LISTS _slotc_schemas)
    if(IS_DIRECTORY "${schema}")
      message(FATAL_ERROR "slotc_generate: `${schema}` is a folder: name its schemas, since their "
                          "headers are outputs")
    endif()
    _slotc_header("${schema}" "${_slotc_imports}" header)
    list(APPEND headers "${out}/${header}")
  endforeach()
  set(sources "")
  if("measure" IN_LIST arg_WITH)
    list(APPEND sources "${out}/report.c")
    list(APPEND headers "${out}/slots_measure.h" "${out}/slots_report.h")
  endif()
  if(arg_IMPL)
    list(APPEND sources "${out}/${name}.c")
    list(APPEND _slotc_options --impl "${out}/${name}.c")
  endif()

  _slotc_refuse("${arg_TARGET}" "${out}" "${sources}" "${arg_IMPL}")

  # Which headers of slotc's own come along depends on the schemas. When these change that, CMake
  # runs again with the next build.
  set(list "${CMAKE_CURRENT_BINARY_DIR}/${name}.outputs")
  _slotc_outputs("${list}" "${out}" "${_slotc_options}" "${_slotc_schemas}"
                 "${headers};${sources}" outputs)
  list(APPEND outputs ${sources})
  list(REMOVE_DUPLICATES outputs)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${list}")

  # A header that would not change is left alone, so the time of another file says when slotc ran.
  # Its path is relative to the folder of the build: plain words, which a depfile need not escape.
  set(stamp "${name}.stamp")
  set(stamp_target "${stamp}")
  set(depfile "${CMAKE_CURRENT_BINARY_DIR}/${stamp}.d")
  set(forget "")
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    # CMake adds what a depfile names to what it has named before, and schemas that are gone would
    # have slotc run for ever. Without this file it reads the depfile alone.
    set(forget COMMAND "${CMAKE_COMMAND}" -E rm -f
               "CMakeFiles/${name}.dir/compiler_depend.internal")
  elseif("${CMAKE_BINARY_DIR};${_slotc_schemas};${_slotc_imports}" MATCHES "[#$]")
    # CMake's own copy of a depfile, and its path, escape nothing but spaces: have ninja read ours.
    cmake_policy(SET CMP0116 OLD)
    file(RELATIVE_PATH stamp_target "${CMAKE_BINARY_DIR}" "${CMAKE_CURRENT_BINARY_DIR}/${stamp}")
    string(REPLACE "$" "$$" stamp_target "${stamp_target}")
    string(REPLACE "$" "$$" depfile "${depfile}")
    string(REGEX REPLACE "[ #]" "\\\\\\0" stamp_target "${stamp_target}")
  endif()
  add_custom_command(
    OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${stamp}"
    BYPRODUCTS ${outputs}
    COMMAND slotc::slotc gen ${_slotc_options} -MF "${CMAKE_CURRENT_BINARY_DIR}/${stamp}.d"
            -MT "${stamp_target}" -o "${out}" -- ${_slotc_schemas}
    ${forget}
    COMMAND slotc::slotc gen --print-outputs ${_slotc_options} -o "${out}" -- ${_slotc_schemas}
            > "${list}.new"
    COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${list}.new" "${list}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${CMAKE_CURRENT_BINARY_DIR}/${stamp}"
    DEPENDS ${_slotc_schemas} "${SLOTC_EXECUTABLE}"
    DEPFILE "${depfile}"
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}"
    COMMENT "Generating headers of schemas for ${arg_TARGET}"
    VERBATIM)
  # In a target of its own, since several may wait for it at the same time.
  add_custom_target("${name}" DEPENDS "${CMAKE_CURRENT_BINARY_DIR}/${stamp}")
  add_dependencies("${arg_TARGET}" "${name}")

  if(type STREQUAL "INTERFACE_LIBRARY")
    target_include_directories("${arg_TARGET}" INTERFACE "$<BUILD_INTERFACE:${out}>")
    return()
  endif()
  target_include_directories("${arg_TARGET}" PUBLIC "$<BUILD_INTERFACE:${out}>")
  # The bodies follow a macro that no other file may see.
  set_source_files_properties(${sources} PROPERTIES GENERATED TRUE SKIP_UNITY_BUILD_INCLUSION TRUE)
  target_sources("${arg_TARGET}" PRIVATE ${sources})
endfunction()

# Adds a test that fails where the headers in OUT_DIR, which are committed, are not what the schemas
# say, or, where SCHEMAS are folders, have no schema there. With IMPL that is said of this C file,
# too.
function(slotc_check)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;OUT_DIR;IMPL"
                        "SCHEMAS;IMPORT_DIRS;WITH;WITHOUT;OPTIONS")
  _slotc_read_arguments(slotc_check)
  if(NOT arg_NAME OR NOT arg_OUT_DIR)
    message(FATAL_ERROR "slotc_check: NAME and OUT_DIR are needed")
  endif()
  get_filename_component(out "${arg_OUT_DIR}" ABSOLUTE)
  if(arg_IMPL)
    get_filename_component(impl "${arg_IMPL}" ABSOLUTE)
    list(APPEND _slotc_options --impl "${impl}")
  endif()
  add_test(NAME "${arg_NAME}" COMMAND slotc::slotc gen --check ${_slotc_options} -o "${out}" --
                                      ${_slotc_schemas})
endfunction()
