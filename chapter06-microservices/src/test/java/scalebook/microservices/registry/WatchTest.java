package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;

@Timeout(60)
class WatchTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instance ONE = Instance.of("order", "order-1", 4_711);

  @Test
  void aListThatCannotBeReadDoesNotEndTheWatch() {
    Iterator<String> answers = List.of("", "no number", "1\nhalf a", "2\n" + ONE.line()).iterator();
    try (Service registry = Service.on(0, "registry", 2);
        Watch watch = new Watch("order", registry.port(), list -> {})) {
      registry
          .route("/services/", call -> Answer.ok(answers.hasNext() ? answers.next() : "2"))
          .start();
      await().atMost(SOON).until(() -> watch.instances().equals(List.of(ONE)));
      assertThat(watch.failures()).as("lists that could not be read").isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aWatcherThatFailsOnAListGetsItAgain() {
    AtomicBoolean failed = new AtomicBoolean();
    try (Service registry = Service.on(0, "registry", 2);
        Watch watch =
            new Watch(
                "order",
                registry.port(),
                list -> {
                  if (failed.compareAndSet(false, true)) {
                    throw new IllegalStateException("not today");
                  }
                })) {
      registry.route("/services/", call -> Answer.ok("1\n" + ONE.line())).start();
      await().atMost(SOON).until(() -> watch.instances().equals(List.of(ONE)));
      assertThat(failed).isTrue();
    }
  }
}
