package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Missing;

class BalancerTest {
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
  void connectionsAreKeptOpenOnBothSides() throws Exception {
    try (HttpCaller caller = open(Limits.defaults(), FakeClone.OK)) {
      for (int i = 0; i < 50; i++) {
        assertThat(caller.get("/" + i).body()).isEqualTo("ok");
      }
      assertThat(site.clones.get(0).connections).as("connections for 50 requests").hasValue(1);
      assertThat(site.balancer.clientCount()).isEqualTo(1);
    }
  }

  @Test
  void withoutAnyCloneItSaysSo() throws Exception {
    try (HttpCaller caller = open(Limits.defaults())) {
      HttpCaller.Answer answer = caller.get("/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("no clone");
    }
  }

  @Test
  void aCloneMayLeaveABalancerThatHasEnded() throws Exception {
    open(Limits.defaults()).close();
    FakeSite other = new FakeSite(Limits.defaults());
    FakeClone clone = new FakeClone(FakeClone.OK);
    Backend backend = clone.backend("clone-1");
    other.clones.add(clone);
    other.balancer.add(backend);
    try (HttpCaller caller = new HttpCaller(other.balancer.port(), 5_000)) {
      assertThat(caller.get("/").status()).isEqualTo(200);
    }
    other.close();
    assertThatCode(() -> other.balancer.remove(backend)).doesNotThrowAnyException();
  }

  @Test
  void headAndEmptyAnswersKeepTheirFraming() throws Exception {
    FakeClone.Manner empty =
        (request, socket) -> {
          String answer =
              request.head().startsWith("HEAD")
                  ? "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"
                  : "HTTP/1.1 204 No Content\r\n\r\n";
          socket.getOutputStream().write(answer.getBytes());
          return true;
        };
    try (HttpCaller caller = open(Limits.defaults(), empty)) {
      HttpCaller.Answer head = caller.call("HEAD", "/", Map.of(), "");
      assertThat(head.headers()).containsEntry("content-length", "1234");
      assertThat(caller.get("/").status()).isEqualTo(204);
      assertThat(caller.call("HEAD", "/", Map.of(), "").status()).isEqualTo(200);
    }
  }

  @Test
  void aCloneThatEndsItsAnswerByClosingIsUnderstood() throws Exception {
    FakeClone.Manner closing =
        (request, socket) -> {
          socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nuntil the end".getBytes());
          return false;
        };
    try (HttpCaller caller = open(Limits.defaults(), closing)) {
      assertThat(caller.get("/").body()).isEqualTo("until the end");
      assertThat(caller.get("/").body()).isEqualTo("until the end");
    }
  }

  @Test
  void anOldClientGetsAnAnswerThatEndsWithTheConnection() throws Exception {
    FakeClone.Manner chunked =
        (request, socket) -> {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                      .getBytes());
          return true;
        };
    open(Limits.defaults(), chunked);
    String answer = site.exchange("GET / HTTP/1.0\r\n\r\n");
    assertThat(answer).endsWith("\r\n\r\nhello").doesNotContain("chunked");
  }

  @Test
  void aClientThatWaitsFor100ContinueIsToldToGoOn() throws Exception {
    open(Limits.defaults(), FakeClone.OK);
    try (Socket socket = site.connect()) {
      FakeSite.send(
          socket,
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(first)).startsWith("HTTP/1.1 100 ");
      FakeSite.send(socket, "hello");
      assertThat(FakeSite.readAll(socket)).contains("200 OK");
      assertThat(site.clones.get(0).seen.get(0).body()).isEqualTo("hello");
    }
  }

  /** A client that does not read must stop the clone, not fill the balancer's memory. */
  @Test
  void aSlowReaderHoldsTheCloneBack() throws Exception {
    int total = 64 << 20;
    AtomicInteger written = new AtomicInteger();
    FakeClone.Manner flood =
        (request, socket) -> {
          socket
              .getOutputStream()
              .write(("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n").getBytes());
          byte[] chunk = new byte[1 << 16];
          for (int i = 0; i < total; i += chunk.length) {
            socket.getOutputStream().write(chunk);
            written.addAndGet(chunk.length);
          }
          return true;
        };
    open(Limits.defaults(), flood);
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      AtomicInteger before = new AtomicInteger(-1);
      await("the clone is held back")
          .pollInterval(200, TimeUnit.MILLISECONDS)
          .until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
      assertThat(written.get()).as("bytes on their way").isLessThan(total / 2);
      long read = socket.getInputStream().readNBytes(total).length;
      assertThat(read).isEqualTo(total);
    }
  }

  @Test
  void drainingWaitsForWhatIsUnderWayAndTakesNothingNew() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    FakeClone.Manner waits =
        (request, socket) -> {
          answer.await();
          return FakeClone.reply(socket, "200 OK", "late");
        };
    try (HttpCaller caller = open(Limits.defaults(), waits)) {
      CompletableFuture<String> underWay =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return caller.get("/").body();
                } catch (IOException e) {
                  return e.toString();
                }
              });
      await().until(() -> site.seen() == 1);
      Backend backend = site.balancer.rotation().members().get(0);
      CompletableFuture<Void> drained = site.balancer.drain(backend);
      try (HttpCaller other = new HttpCaller(site.balancer.port(), 5_000)) {
        assertThat(other.get("/").status()).as("a new request").isEqualTo(503);
      }
      assertThat(drained).isNotDone();
      answer.countDown();
      drained.get(5, TimeUnit.SECONDS);
      assertThat(underWay.get()).isEqualTo("late");
      await("no connection to a drained clone is left")
          .until(() -> site.clones.get(0).open.get() == 0);
    }
  }

  @Test
  void aCloneHasNoMoreUnderWayThanItMay() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    FakeClone.Manner waits =
        (request, socket) -> {
          answer.await();
          return FakeClone.reply(socket, "200 OK", "late");
        };
    try (HttpCaller caller = open(Limits.defaults().perClone(1), waits)) {
      try (Socket first = site.connect()) {
        FakeSite.send(first, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await().until(() -> site.seen() == 1);
        HttpCaller.Answer second = caller.get("/");
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.body()).contains("busy");
        answer.countDown();
        assertThat(FakeSite.readAll(first)).contains("200 OK");
      }
    }
  }

  @Test
  void aTakenPortIsOneLine() throws Exception {
    open(Limits.defaults(), FakeClone.OK);
    assertThatThrownBy(
            () ->
                Balancer.open(
                    site.balancer.port(), 1, Limits.defaults(), site.balancer.rotation(), n -> {}))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("is taken")
        .hasMessageContaining("--port");
  }
}
