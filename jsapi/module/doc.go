// Package module is Node's "module": what packages ask the module system, answered by the loader, which the host binds
// to it.
//
// Not covered: modules are loaded by guthega and not by this class, so that what code puts in the place of _load,
// _resolveFilename or _extensions is not called by require; Module.prototype._compile runs code as it is, without the
// transformation that files of packages get; register and runMain are denied.
package module
