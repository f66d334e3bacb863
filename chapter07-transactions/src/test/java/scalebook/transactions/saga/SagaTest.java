package scalebook.transactions.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import scalebook.book.testing.Thorough;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.stage.Buyers;

/** Sagas of three orchestrators over a network that does what networks do. */
class SagaTest extends WithSteps {
  private static final int MESSAGES = Thorough.either(10_000, 4_000);

  SagaTest(Lab lab) {
    super(lab);
  }

  /** What a network does to messages: twice, later, never answered. Seeded. */
  private static final class Network implements AutoCloseable {
    private final Random random;
    private final ConcurrentLinkedQueue<Message> late = new ConcurrentLinkedQueue<>();
    private final AtomicLong messages = new AtomicLong();

    /** A call on its way. */
    private interface Message {
      void arrive() throws SQLException;
    }

    Network(long seed) {
      this.random = new Random(seed);
    }

    private synchronized int dice() {
      return random.nextInt(100);
    }

    void carry(Message message) throws SQLException {
      messages.incrementAndGet();
      int fate = dice();
      if (fate < 15) {
        late.add(message); // arrives when it is no longer expected
        throw new SQLException("no answer");
      }
      message.arrive();
      if (fate < 30) {
        late.add(message); // and once more
      }
      if (fate >= 90) {
        throw new SQLException("the answer was lost");
      }
      if (dice() < 30) {
        deliverOne();
      }
    }

    void deliverOne() {
      Message message = late.poll();
      if (message != null) {
        messages.incrementAndGet();
        try {
          message.arrive();
        } catch (SQLException nobodyListens) {
          // As late messages go.
        }
      }
    }

    Step over(Step step) {
      return new Step() {
        @Override
        public String name() {
          return step.name();
        }

        @Override
        public void act(Order order) throws SQLException {
          carry(() -> step.act(order));
        }

        @Override
        public void compensate(Order order) throws SQLException {
          carry(() -> step.compensate(order));
        }
      };
    }

    @Override
    public void close() {
      while (!late.isEmpty()) {
        deliverOne();
      }
    }
  }

  private Orchestrator lossy(Network network, Orchestrator.Limits limits) {
    return orchestrator(steps().stream().map(network::over).toList(), limits).start();
  }

  @Test
  void thousandsOfMessagesTwiceLateAndInTheWrongOrder() throws Exception {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("seed " + seed + ", again with -Dscalebook.seed=" + seed);
    Orchestrator.Limits quick = new Orchestrator.Limits(60, 3, 1_000, 1);
    AtomicLong next = new AtomicLong();
    try (Network network = new Network(seed);
        Orchestrator one = lossy(network, quick);
        Orchestrator two = lossy(network, quick);
        Orchestrator three = lossy(network, quick)) {
      List<Orchestrator> all = List.of(one, two, three);
      ExecutorService buyers = Executors.newFixedThreadPool(6);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Orchestrator orchestrator = all.get(i % 3);
        running.add(
            buyers.submit(
                () -> {
                  while (network.messages.get() < MESSAGES) {
                    orchestrator.run(Buyers.ORDINARY.order(next.incrementAndGet()), 0);
                  }
                  return null;
                }));
      }
      for (Future<?> buyer : running) {
        buyer.get();
      }
      buyers.shutdown();
      await().atMost(Duration.ofSeconds(20)).until(() -> one.unfinished() == 0);
      network.close(); // the last ones arrive long after the end
      assertThat(network.messages.get()).isGreaterThanOrEqualTo(MESSAGES);
    }
    assertThat(databases.invariant().check().violations()).as("seed %d", seed).isEmpty();
    assertThat(databases.invariant().check().orders()).as("completed ones").isNotEmpty();
  }
}
