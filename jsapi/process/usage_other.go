//go:build !unix

package process

func resources() usageFigures { return usageFigures{} }
