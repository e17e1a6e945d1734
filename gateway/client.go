package gateway

import "context"

// Client sends requests with the tokens of their targets. All methods may be
// called at once from many goroutines.
type Client struct {
	// see client.go
}

// NewClient makes a client that sends through gate to the environments of dir.
func NewClient(dir *Directory, vault *Vault, tokens *Tokens, gate *Gate, r *Redactor) *Client {
	panic("contract")
}

// SetDirectory takes changed settings in, for the tokens too. Requests in
// flight go on as they began.
func (c *Client) SetDirectory(dir *Directory) { panic("contract") }

// Send obtains a token, sends the request and returns with the answer's head
// or an error; the body goes on arriving until it is done or cancelled by its
// Cancel or by ctx.
//
// Redirects are followed for safe requests and within the same origin only,
// ten at most. A 401 is answered by one replay with a new token: by itself
// when the request is safe, for a write only when the challenge says
// invalid_token, and never when the token was obtained for this very send.
func (c *Client) Send(ctx context.Context, target Target, r Request) *Exchange { panic("contract") }

// Resend sends the request of an exchange whose Replay says ask once more with
// a new token: a person said so. The result holds both attempts.
func (c *Client) Resend(ctx context.Context, e *Exchange) *Exchange { panic("contract") }

// Preview is the request exactly as Send would put it on the wire now, with
// token and API key masked. It resolves and sends nothing. The error is a
// *FieldError.
func (c *Client) Preview(target Target, r Request) (Sent, error) { panic("contract") }
