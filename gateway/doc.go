// Package gateway is the domain of gatehouse: environments and services, the
// access token each pair of them needs, the requests sent with those tokens
// and the record of what came back.
//
// It knows no screen and no file format. Everything that leaves the process
// leaves through one [Gate]; [Tokens] manages one token for each [Target];
// [Client] sends requests and returns an [Exchange], also when it failed.
//
// The protocol is OAuth 2.0 client credentials (RFC 6749 section 4.4) with
// bearer tokens (RFC 6750) as the Personalization Cloud Gateway speaks it: one
// token for each service in each environment.
package gateway
