package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.HttpCaller;

/** What a clone fails is asked elsewhere, when that cannot run it twice. */
class AskedElsewhereTest {
  private static final FakeClone.Manner HANG_UP = (request, socket) -> false;
  private static final FakeClone.Manner SILENT =
      (request, socket) -> {
        Thread.sleep(60_000); // never answers, as a paused process
        return false;
      };

  private FakeSite site;

  private HttpCaller open(Limits limits, FakeClone.Manner... clones) throws IOException {
    site = new FakeSite(limits, clones);
    return new HttpCaller(site.balancer.port(), 5_000);
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  @Test
  void aGetThatMetADyingCloneIsAskedElsewhere() throws Exception {
    try (HttpCaller caller = open(Limits.defaults(), HANG_UP, FakeClone.OK)) {
      for (int i = 0; i < 20; i++) {
        assertThat(caller.get("/").status()).isEqualTo(200);
      }
      assertThat(site.clones.get(0).seen).as("the dying clone was really asked").isNotEmpty();
    }
  }

  @Test
  void aPostThatMetADyingCloneIsNot() throws Exception {
    try (HttpCaller caller = open(Limits.defaults(), HANG_UP, HANG_UP)) {
      assertThat(caller.post("/", "x").status()).isEqualTo(502);
      assertThat(site.seen()).as("how often a clone was asked to run the POST").isEqualTo(1);
    }
  }

  @Test
  void aPostThatReachedNobodyIsAskedElsewhere() throws Exception {
    try (HttpCaller caller = open(Limits.defaults(), FakeClone.OK, FakeClone.OK)) {
      site.clones.get(0).close(); // its port refuses: nothing can have run
      for (int i = 0; i < 10; i++) {
        assertThat(caller.post("/", "order " + i).status()).isEqualTo(200);
      }
      assertThat(site.clones.get(1).seen).hasSize(10);
    }
  }

  @Test
  void aShortAnswerThatIsCutIsAskedElsewhere() throws Exception {
    FakeClone.Manner half =
        (request, socket) -> {
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes());
          return false;
        };
    try (HttpCaller caller = open(Limits.defaults(), half, FakeClone.OK)) {
      for (int i = 0; i < 4; i++) {
        assertThat(caller.get("/").body()).isEqualTo("ok");
      }
      assertThat(site.clones.get(0).seen).as("the cut answer was really asked for").isNotEmpty();
    }
  }

  @Test
  void aLongAnswerThatIsCutIsCutForTheClientToo() throws Exception {
    FakeClone.Manner half =
        (request, socket) -> {
          socket
              .getOutputStream()
              .write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000))
                      .getBytes());
          return false;
        };
    try (HttpCaller caller = open(Limits.defaults(), half)) {
      assertThatThrownBy(() -> caller.get("/")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSilentCloneCostsAGetOneTimeoutAndAPostA504() throws Exception {
    Limits limits = Limits.defaults().responseWithin(1_000); // a busy machine's clone is not silent
    try (HttpCaller caller = open(limits, SILENT, FakeClone.OK)) {
      for (int i = 0; i < 3; i++) {
        assertThat(caller.get("/").status()).isEqualTo(200);
      }
      AtomicInteger timeouts = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        timeouts.addAndGet(caller.post("/", "x").status() == 504 ? 1 : 0);
      }
      assertThat(site.seen())
          .as("each POST was sent to one clone only")
          .isEqualTo(3 + 4 + site.clones.get(0).seen.size() - timeouts.get());
    }
  }

  @Test
  void aBalancerThatSleptItselfDoesNotCallTheCloneSlow() throws Exception {
    FakeClone.Manner soon =
        (request, socket) -> {
          Thread.sleep(50);
          return FakeClone.reply(socket, "200 OK", "ok");
        };
    Limits limits = Limits.defaults().responseWithin(1_000).attempts(1);
    site = new FakeSite(1, limits, soon);
    try (HttpCaller caller = new HttpCaller(site.balancer.port(), 5_000);
        HttpCaller sleepy = new HttpCaller(site.balancer.port(), 5_000)) {
      site.balancer.rotation().policy(new SleepsWhenAsked(1_500));
      CompletableFuture<Integer> underWay =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return caller.get("/").status();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      await().until(() -> site.seen() == 1);
      assertThat(sleepy.call("GET", "/", Map.of("sleep", "yes"), "").status()).isEqualTo(200);
      assertThat(underWay.get()).as("the answer that came while it slept").isEqualTo(200);
    }
  }

  /** Holds up the event loop, and with it all that the loop has to read. */
  private record SleepsWhenAsked(long millis) implements Policy {
    @Override
    public Backend pick(Backend[] candidates, String client) {
      return candidates[0];
    }

    @Override
    public Backend pick(Backend[] candidates, Request request) {
      if (!request.header("sleep").isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      }
      return candidates[0];
    }
  }

  @Test
  void aFailingPageEjectsNobody() throws Exception {
    FakeClone.Manner broken = (request, socket) -> FakeClone.reply(socket, "500 Broken", "bug");
    try (HttpCaller caller = open(Limits.defaults(), broken, broken)) {
      for (int i = 0; i < 20; i++) {
        assertThat(caller.get("/").status()).isEqualTo(500);
      }
      assertThat(site.balancer.rotation().candidates()).hasSize(2);
    }
  }
}
