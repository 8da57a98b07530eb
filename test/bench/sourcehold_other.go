//go:build !unix

package main

// hold and resume do nothing where there are no such signals: the consumer runs beside the publisher.
func (p *process) hold() error { return nil }

func (p *process) resume() error { return nil }
