// Drives a queue of RabbitMQ for the benchmark: messages are published with confirms, consumed and acknowledged.
//
// It takes commands on its standard input, one a line, and answers each with one line:
//
//	turn MILLISECONDS   for so long; answers MESSAGES NANOSECONDS
//	life MESSAGES       until so many messages have come and gone; answers the same
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"sync/atomic"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

var (
	address     = flag.String("address", "127.0.0.1:5672", "where the broker listens")
	queue       = flag.String("queue", "bench", "the queue's name")
	kind        = flag.String("kind", "classic", "the queue's type: classic or quorum")
	connections = flag.Int("connections", 16, "how many connections work at once")
	bytes       = flag.Int("bytes", 200, "the size of a message")
	batch       = flag.Int("batch", 10, "how many messages are published before their confirms are awaited, and acknowledged at once")
)

// Every message of a batch and of the next one may be on its way to a consumer.
const prefetchBatches = 2

// How long a message may take before something is wrong.
const late = 30 * time.Second

// worker publishes on one channel of a connection and consumes on another.
type worker struct {
	publish    *amqp.Channel
	consume    *amqp.Channel
	confirmed  chan amqp.Confirmation
	deliveries <-chan amqp.Delivery
	bodies     [][]byte
}

// round is what all workers do together.
type round struct {
	published, acknowledged, publishing atomic.Int64
	// left is how many messages may still be published.
	left atomic.Int64
	// end is when no more are published.
	end time.Time
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	workers, err := connect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var word string
		var figure int64
		if _, err := fmt.Sscan(lines.Text(), &word, &figure); err != nil {
			log.Fatal(err)
		}
		count, took, err := run(workers, word, figure)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(count, took.Nanoseconds())
	}
}

// run lets all workers do what a command says, and waits until every message is acknowledged.
func run(workers []*worker, word string, figure int64) (int64, time.Duration, error) {
	now, begin := &round{}, time.Now()
	switch word {
	case "turn":
		now.left.Store(1 << 62)
		now.end = begin.Add(time.Duration(figure) * time.Millisecond)
	case "life":
		now.left.Store(figure)
		now.end = begin.Add(time.Hour)
	default:
		return 0, 0, fmt.Errorf("no command %q", word)
	}
	now.publishing.Store(int64(len(workers)))
	ended := make(chan error)
	for _, worker := range workers {
		go func() { ended <- worker.work(now) }()
	}
	for range workers {
		if err := <-ended; err != nil {
			return 0, 0, err
		}
	}
	return now.acknowledged.Load(), time.Since(begin), nil
}

func (w *worker) work(now *round) error {
	for now.left.Add(-int64(*batch)) >= 0 && time.Now().Before(now.end) {
		if err := w.send(); err != nil {
			return err
		}
		now.published.Add(int64(*batch))
		if err := w.take(now); err != nil {
			return err
		}
	}
	now.publishing.Add(-1)
	return w.drain(now)
}

// send publishes a batch and waits until the broker has confirmed all of it.
func (w *worker) send() error {
	for _, body := range w.bodies {
		message := amqp.Publishing{DeliveryMode: amqp.Persistent, Body: body}
		if err := w.publish.PublishWithContext(context.Background(), "", *queue, true, false, message); err != nil {
			return err
		}
	}
	for range w.bodies {
		if confirmation, open := <-w.confirmed; !open || !confirmation.Ack {
			return errors.New("a message was not confirmed")
		}
	}
	return nil
}

// take consumes a batch and acknowledges it at once. When others publish no more, what comes may be less.
func (w *worker) take(now *round) error {
	var last amqp.Delivery
	begin, taken := time.Now(), 0
	for taken < *batch {
		delivery, came, err := w.next()
		switch {
		case err != nil:
			return err
		case came:
			last = delivery
			taken++
		case now.publishing.Load() == int64(*connections):
			if time.Since(begin) > late {
				return errors.New("a message did not come")
			}
		case taken > 0 || now.acknowledged.Load() >= now.published.Load():
			return w.acknowledge(now, last, taken)
		}
	}
	return w.acknowledge(now, last, taken)
}

// next gives the next delivery, or nothing when none comes for a moment.
func (w *worker) next() (amqp.Delivery, bool, error) {
	select {
	case delivery, open := <-w.deliveries:
		return delivery, open, ended(open)
	default:
	}
	select {
	case delivery, open := <-w.deliveries:
		return delivery, open, ended(open)
	case <-time.After(2 * time.Millisecond):
		return amqp.Delivery{}, false, nil
	}
}

func ended(open bool) error {
	if open {
		return nil
	}
	return errors.New("the broker ended the consumer")
}

func (w *worker) acknowledge(now *round, last amqp.Delivery, count int) error {
	if count == 0 {
		return nil
	}
	now.acknowledged.Add(int64(count))
	return last.Ack(true)
}

// drain takes what is left once this worker publishes no more, until nobody does and nothing is left.
func (w *worker) drain(now *round) error {
	begin := time.Now()
	for now.publishing.Load() > 0 || now.acknowledged.Load() < now.published.Load() {
		delivery, came, err := w.next()
		if err != nil {
			return err
		}
		if came {
			if err := w.acknowledge(now, delivery, 1); err != nil {
				return err
			}
			begin = time.Now()
		} else if time.Since(begin) > late {
			return errors.New("messages were lost")
		}
	}
	return nil
}

// connect opens all connections, and makes the queue.
func connect() ([]*worker, error) {
	var workers []*worker
	for range *connections {
		connection, err := amqp.Dial("amqp://guest:guest@" + *address + "/")
		if err != nil {
			return nil, err
		}
		publish, err := connection.Channel()
		if err != nil {
			return nil, err
		}
		arguments := amqp.Table{amqp.QueueTypeArg: *kind}
		if _, err := publish.QueueDeclare(*queue, true, false, false, false, arguments); err != nil {
			return nil, err
		}
		if err := publish.Confirm(false); err != nil {
			return nil, err
		}
		consume, err := connection.Channel()
		if err != nil {
			return nil, err
		}
		if err := consume.Qos(prefetchBatches*(*batch), 0, false); err != nil {
			return nil, err
		}
		deliveries, err := consume.Consume(*queue, "", false, false, false, false, nil)
		if err != nil {
			return nil, err
		}
		confirmed := publish.NotifyPublish(make(chan amqp.Confirmation, *batch))
		workers = append(workers, &worker{publish, consume, confirmed, deliveries, noise()})
	}
	return workers, nil
}

// noise makes the messages of a batch, of letters that nothing on the way could make shorter.
func noise() [][]byte {
	bodies := make([][]byte, *batch)
	for i := range bodies {
		bodies[i] = make([]byte, *bytes)
		for at := range bodies[i] {
			bodies[i][at] = byte('a' + rand.Intn(26))
		}
	}
	return bodies
}
