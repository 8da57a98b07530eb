package main

import (
	"fmt"
	"strings"
)

// orderSize is the size of every order message, in bytes.
const orderSize = 300

// messages is how many different ones are sent in turn: a parser that remembers strings must not be flattered.
const messages = 64

// order is one message and what must come of it.
type order struct {
	body  []byte
	id    string
	total float64
}

// makeOrder makes the nth order: equal in shape and size to the others, different in its values.
func makeOrder(n int) order {
	id := fmt.Sprintf("ord-%06d", 100_000+n*7919%900_000)
	first, second, third := 1+n%9, 1+n%7, 1+n%5
	body := fmt.Sprintf(`{"id":"%s","customer":{"id":%d,"name":"Customer %05d","email":"c%05d@example.com"},`+
		`"items":[{"sku":"A-%04d","quantity":%d,"price":19.95},{"sku":"B-%04d","quantity":%d,"price":149.5},`+
		`{"sku":"C-%04d","quantity":%d,"price":0.99}],"currency":"EUR","paid":true,"note":""}`,
		id, 10_000+n, n, n, 1000+n, first, 2000+n, second, 3000+n, third)
	pad := strings.Repeat("x", max(0, orderSize-len(body)))
	body = strings.TrimSuffix(body, `"}`) + pad + `"}`
	// In the order in which the receiver adds them up, so that the sums are equal to the last bit before rounding.
	total := float64(first) * 19.95
	total += float64(second) * 149.5
	total += float64(third) * 0.99
	return order{body: []byte(body), id: id, total: roundCents(total)}
}

func makeOrders() []order {
	orders := make([]order, messages)
	for n := range orders {
		orders[n] = makeOrder(n)
	}
	return orders
}
