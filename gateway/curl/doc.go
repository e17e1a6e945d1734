// Package curl writes a request of gatehouse as a curl command line: one that
// sends the same bytes, holds no secret unless that was asked for, and runs
// nothing but curl, printf and gatehouse, whatever stands in the request.
package curl
