// A hand: makes one call of AWS's SDK for Go per line of standard input, and answers with one line.
//
// The driver is daemon/testkit/clients/suites/hands.py, which also says what a line holds.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// How long one call may take, so that this program ends whatever happens.
const patience = 60 * time.Second

type order struct {
	Service string          `json:"service"`
	Call    string          `json:"call"`
	With    json.RawMessage `json:"with"`
	Records int             `json:"records"`
}

type hand struct {
	client *kinesis.Client
	queues *sqs.Client
	keys   *kms.Client
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background(), config.WithRetryMaxAttempts(1))
	if err != nil {
		panic(err)
	}
	settings.Credentials = takeOn(settings)
	hand := hand{kinesis.NewFromConfig(settings), sqs.NewFromConfig(settings), kms.NewFromConfig(settings)}
	lines, answers := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	lines.Buffer(nil, 32<<20)
	for lines.Scan() {
		var wanted order
		if err := json.Unmarshal(lines.Bytes(), &wanted); err != nil {
			panic(err)
		}
		result, err := hand.obey(wanted)
		if err := answers.Encode(answer(result, err)); err != nil {
			panic(err)
		}
	}
}

// takeOn gives the credentials of the role that the environment names, or else those that the SDK found itself. The SDK's
// own chain does not tell AWS_ENDPOINT_URL to the STS client inside it, so its providers are made here.
func takeOn(settings aws.Config) aws.CredentialsProvider {
	role, file := os.Getenv("AWS_ROLE_ARN"), os.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE")
	client := sts.NewFromConfig(settings)
	switch {
	case role == "":
		return settings.Credentials
	case file == "":
		return aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(client, role))
	default:
		return aws.NewCredentialsCache(stscreds.NewWebIdentityRoleProvider(client, role, stscreds.IdentityTokenFile(file)))
	}
}

func answer(result any, err error) any {
	var refused smithy.APIError
	switch {
	case errors.As(err, &refused):
		told := map[string]string{"code": refused.ErrorCode(), "message": refused.ErrorMessage()}
		return map[string]any{"error": told}
	case err != nil:
		return map[string]any{"broken": err.Error()}
	default:
		return map[string]any{"result": result}
	}
}

func (h hand) obey(wanted order) (any, error) {
	ctx, end := context.WithTimeout(context.Background(), patience)
	defer end()
	switch wanted.Service {
	case "sqs":
		return call(ctx, h.queues, wanted)
	case "kms":
		return call(ctx, h.keys, wanted)
	}
	switch wanted.Call {
	case "WaitUntilStreamExists", "WaitUntilStreamNotExists":
		return nil, wait(ctx, h.client, wanted)
	case "SubscribeToShard":
		return subscribe(ctx, h.client, wanted)
	}
	return call(ctx, h.client, wanted)
}

// Every operation is a method of the client: (context, *Input, ...options) gives (*Output, error).
func call(ctx context.Context, client any, wanted order) (any, error) {
	method := reflect.ValueOf(client).MethodByName(wanted.Call)
	if !method.IsValid() {
		return nil, fmt.Errorf("the SDK has no operation %s", wanted.Call)
	}
	input := reflect.New(method.Type().In(1).Elem())
	if err := json.Unmarshal(wanted.With, input.Interface()); err != nil {
		return nil, err
	}
	given := method.Call([]reflect.Value{reflect.ValueOf(ctx), input})
	err, _ := given[1].Interface().(error)
	return given[0].Interface(), err
}

func wait(ctx context.Context, client *kinesis.Client, wanted order) error {
	var input kinesis.DescribeStreamInput
	if err := json.Unmarshal(wanted.With, &input); err != nil {
		return err
	}
	if wanted.Call == "WaitUntilStreamExists" {
		quick := func(o *kinesis.StreamExistsWaiterOptions) { o.MinDelay, o.MaxDelay = time.Second, time.Second }
		return kinesis.NewStreamExistsWaiter(client, quick).Wait(ctx, &input, patience)
	}
	quick := func(o *kinesis.StreamNotExistsWaiterOptions) { o.MinDelay, o.MaxDelay = time.Second, time.Second }
	return kinesis.NewStreamNotExistsWaiter(client, quick).Wait(ctx, &input, patience)
}

// Listens until `records` have come, or until the stream of events ends when that is 0.
//
// The SDK closes the connection of a subscription under itself once in a while, on a busy machine: net.ErrClosed is
// never the other side's doing. Such a subscription is begun anew, as a consumer would.
func subscribe(ctx context.Context, client *kinesis.Client, wanted order) (any, error) {
	broken := false
	for {
		events, err := listen(ctx, client, wanted)
		closed := err != nil && strings.Contains(err.Error(), net.ErrClosed.Error())
		broken = broken || closed && wanted.Records > 0
		// After that the gateway may not have noticed yet that the one before is gone.
		var inUse *types.ResourceInUseException
		if !broken || ctx.Err() != nil || !closed && !errors.As(err, &inUse) {
			return events, err
		}
		time.Sleep(time.Second)
	}
}

func listen(ctx context.Context, client *kinesis.Client, wanted order) (any, error) {
	var input kinesis.SubscribeToShardInput
	if err := json.Unmarshal(wanted.With, &input); err != nil {
		return nil, err
	}
	output, err := client.SubscribeToShard(ctx, &input)
	if err != nil {
		return nil, err
	}
	stream := output.GetStream()
	defer stream.Close()
	events, count := []types.SubscribeToShardEvent{}, 0
	for event := range stream.Events() {
		if pushed, ok := event.(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent); ok {
			events, count = append(events, pushed.Value), count+len(pushed.Value.Records)
		}
		if wanted.Records > 0 && count >= wanted.Records {
			// How the rest of it ends is no matter.
			return map[string]any{"Events": events}, nil
		}
	}
	return map[string]any{"Events": events}, stream.Err()
}
