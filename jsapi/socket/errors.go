package socket

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"syscall"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/dial"
)

// codes are the names of the system's errors that sockets meet, and what libuv says of them where it is said.
var codes = [...]struct {
	errno   syscall.Errno
	code    string
	message string
}{
	{syscall.EACCES, "EACCES", "permission denied"},
	{syscall.EADDRINUSE, "EADDRINUSE", "address already in use"},
	{syscall.EADDRNOTAVAIL, "EADDRNOTAVAIL", "address not available"},
	{syscall.EAFNOSUPPORT, "EAFNOSUPPORT", "address family not supported"},
	{syscall.EBADF, "EBADF", "bad file descriptor"},
	{syscall.EBUSY, "EBUSY", "resource busy or locked"},
	{syscall.ECANCELED, "ECANCELED", "operation canceled"},
	{syscall.ECONNABORTED, "ECONNABORTED", "software caused connection abort"},
	{syscall.ECONNREFUSED, "ECONNREFUSED", "connection refused"},
	{syscall.ECONNRESET, "ECONNRESET", "connection reset by peer"},
	{syscall.EDESTADDRREQ, "EDESTADDRREQ", "destination address required"},
	{syscall.EEXIST, "EEXIST", "file already exists"},
	{syscall.EFBIG, "EFBIG", "file too large"},
	{syscall.EHOSTUNREACH, "EHOSTUNREACH", "host is unreachable"},
	{syscall.EINVAL, "EINVAL", "invalid argument"},
	{syscall.EIO, "EIO", "i/o error"},
	{syscall.EISCONN, "EISCONN", "socket is already connected"},
	{syscall.EISDIR, "EISDIR", "illegal operation on a directory"},
	{syscall.ELOOP, "ELOOP", "too many symbolic links encountered"},
	{syscall.EMFILE, "EMFILE", "too many open files"},
	{syscall.EMLINK, "EMLINK", "too many links"},
	{syscall.EMSGSIZE, "EMSGSIZE", "message too long"},
	{syscall.ENAMETOOLONG, "ENAMETOOLONG", "name too long"},
	{syscall.ENETDOWN, "ENETDOWN", "network is down"},
	{syscall.ENETUNREACH, "ENETUNREACH", "network is unreachable"},
	{syscall.ENFILE, "ENFILE", "file table overflow"},
	{syscall.ENOBUFS, "ENOBUFS", "no buffer space available"},
	{syscall.ENOENT, "ENOENT", "no such file or directory"},
	{syscall.ENOSPC, "ENOSPC", "no space left on device"},
	{syscall.ENOTCONN, "ENOTCONN", "socket is not connected"},
	{syscall.ENOTDIR, "ENOTDIR", "not a directory"},
	{syscall.ENOTEMPTY, "ENOTEMPTY", "directory not empty"},
	{syscall.ENOTSOCK, "ENOTSOCK", "socket operation on non-socket"},
	{syscall.ENOTSUP, "ENOTSUP", "operation not supported on socket"},
	{syscall.ENXIO, "ENXIO", "no such device or address"},
	{syscall.EPERM, "EPERM", "operation not permitted"},
	{syscall.EPIPE, "EPIPE", "broken pipe"},
	{syscall.EPROTOTYPE, "EPROTOTYPE", "protocol wrong type for socket"},
	{syscall.EROFS, "EROFS", "read-only file system"},
	{syscall.ETIMEDOUT, "ETIMEDOUT", "connection timed out"},
	{syscall.ETXTBSY, "ETXTBSY", "text file is busy"},
	{syscall.EXDEV, "EXDEV", "cross-device link not permitted"},
}

// Code is an error as Node names it: the number that libuv has for it, which is negative, its name and its sentence.
// What is no error of the system's gets the code of a broken connection.
func Code(err error) (errno int, code, message string) {
	var number syscall.Errno
	switch {
	case errors.As(err, &number):
	case errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed):
		number = syscall.ECANCELED
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		number = syscall.ETIMEDOUT
	default:
		number = syscall.ECONNRESET
	}
	for _, c := range codes {
		if c.errno == number {
			return -int(number), c.code, c.message
		}
	}
	return -int(number), "E" + strconv.Itoa(int(number)), number.Error()
}

// NewError makes Node's error of a system call that failed: its message is "read ECONNRESET", and it has errno, code and
// syscall. A *dial.Denied becomes ERR_ACCESS_DENIED.
func NewError(rt *goja.Runtime, call string, err error) *goja.Object {
	if e := AccessDenied(rt, err); e != nil {
		return e
	}
	errno, code, _ := Code(err)
	var other syscall.Errno
	message := call + " " + code
	if code == "ECONNRESET" && !errors.As(err, &other) {
		message = err.Error() // a TLS alert, say: its words are worth more
	}
	e := newError(rt, message)
	describe(rt, e, errno, code, call)
	return e
}

// NewAddressError is NewError for what failed at an address: port < 0 is none, as with a Unix socket. explain adds the
// sentence, as Node does where something listens.
func NewAddressError(rt *goja.Runtime, call string, err error, address string, port int, explain bool) *goja.Object {
	if e := AccessDenied(rt, err); e != nil {
		return e
	}
	errno, code, sentence := Code(err)
	message := call + " " + code
	if explain {
		message += ": " + sentence
	}
	message += " " + address
	if port > 0 {
		message += ":" + strconv.Itoa(port)
	}
	e := newError(rt, message)
	if explain { // Node's order is another there
		set(e, "code", rt.ToValue(code))
	}
	describe(rt, e, errno, code, call)
	set(e, "address", rt.ToValue(address))
	if port >= 0 {
		set(e, "port", rt.ToValue(port))
	}
	return e
}

func newError(rt *goja.Runtime, message string) *goja.Object {
	e, err := rt.New(rt.Get("Error"), rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	return e
}

func describe(rt *goja.Runtime, e *goja.Object, errno int, code, call string) {
	set(e, "errno", rt.ToValue(errno))
	set(e, "code", rt.ToValue(code))
	set(e, "syscall", rt.ToValue(call))
}

// AccessDenied is Node's ERR_ACCESS_DENIED for a *dial.Denied, else nil.
func AccessDenied(rt *goja.Runtime, err error) *goja.Object {
	denied, ok := errors.AsType[*dial.Denied](err)
	if !ok {
		return nil
	}
	e := jsapi.NewError(rt, "Error", "ERR_ACCESS_DENIED", denied.Error())
	set(e, "permission", rt.ToValue("net"))
	set(e, "resource", rt.ToValue(denied.Resource))
	return e
}

// Denied throws ERR_ACCESS_DENIED where err is a *dial.Denied.
func Denied(rt *goja.Runtime, err error) {
	if e := AccessDenied(rt, err); e != nil {
		panic(e)
	}
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// Address makes what socket.address() returns.
func Address(rt *goja.Runtime, a net.Addr) *goja.Object {
	o := rt.NewObject()
	var ap netip.AddrPort
	switch a := a.(type) {
	case *net.TCPAddr:
		ap = a.AddrPort()
	case *net.UDPAddr:
		ap = a.AddrPort()
	}
	if !ap.IsValid() {
		return o
	}
	addr, family := ap.Addr().Unmap(), "IPv4"
	if addr.Is6() {
		family = "IPv6"
	}
	set(o, "address", rt.ToValue(addr.String()))
	set(o, "family", rt.ToValue(family))
	set(o, "port", rt.ToValue(int(ap.Port())))
	return o
}
