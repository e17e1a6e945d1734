// gatehouse is a terminal explorer for the Personalization Cloud Gateway.
package main

import (
	"context"
	"os"

	"gatehouse/ui/cli"
)

// version is set at release by -ldflags "-X main.version=1.2.3".
var version string

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.System(version)))
}
