package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends or reads slowly holds neither a clone nor memory that others need. */
class SlowClientsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final FakeClone.Manner LONG =
      (request, socket) -> FakeClone.reply(socket, "200 OK", "x".repeat(50_000));
  private static final FakeClone.Manner SILENT =
      (request, socket) -> {
        Thread.sleep(60_000);
        return false;
      };

  private static final int OK_LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".length();

  private FakeSite site;

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void answersThatNobodyReadsAreNotAskedFor() throws Exception {
    site = new FakeSite(Limits.defaults(), LONG);
    int requests = 2_000;
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, GET.repeat(requests - 1) + LAST);
      AtomicInteger before = new AtomicInteger();
      await("the clone is asked no more")
          .pollInterval(300, TimeUnit.MILLISECONDS)
          .until(() -> site.seen() > 0 && before.getAndSet(site.seen()) == site.seen());
      assertThat(site.seen()).as("answers that fill sockets and memory").isLessThan(200);
      assertThat(FakeSite.readAll(socket).split("200 OK", -1)).hasSize(requests + 1);
    }
  }

  @Test
  void whatIsSentAheadStaysSmall() throws Exception {
    FakeClone.Manner knowsPosts =
        (request, socket) ->
            request.head().startsWith("POST")
                ? FakeClone.OK.answer(request, socket)
                : SILENT.answer(request, socket);
    site = new FakeSite(Limits.defaults(), knowsPosts);
    String upload = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n";
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket socket = site.connect();
      FakeSite.send(socket, upload + "x".repeat(300_000)); // so that the next read takes a lot
      assertThat(socket.getInputStream().readNBytes(OK_LENGTH)).hasSize(OK_LENGTH);
      sockets.add(socket);
    }
    long before = heap();
    for (Socket socket : sockets) {
      FakeSite.send(socket, GET.repeat(2_000));
    }
    await().until(() -> site.seen() == 200);
    assertThat(heap() - before).as("heap for 200,000 waiting requests").isLessThan(24L << 20);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aShortBodyThatComesSlowlyHoldsNoClone() throws Exception {
    site = new FakeSite(Limits.defaults(), FakeClone.OK);
    try (Socket socket = site.connect()) {
      FakeSite.send(
          socket,
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabc");
      assertThat(site.exchange(LAST)).contains("200 OK"); // so the balancer has had its turn
      assertThat(site.clones.get(0).connections).as("connections for the GET").hasValue(1);
      FakeSite.send(socket, "def");
      assertThat(FakeSite.readAll(socket)).contains("200 OK");
    }
    assertThat(site.clones.get(0).seen.get(1).body()).isEqualTo("abcdef");
  }

  @Test
  void aBodyThatDripsIsEnded() throws Exception {
    site = new FakeSite(Limits.defaults().headWithin(300), FakeClone.OK);
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
      int sent = 0;
      try {
        for (; sent < 100 && site.balancer.counters().of(Counters.Event.FAILED) == 0; sent++) {
          FakeSite.send(socket, "x");
          TimeUnit.MILLISECONDS.sleep(50); // the drip itself
        }
      } catch (SocketException ended) {
        // As it should be.
      }
      assertThat(sent).as("bytes, one every 50 ms, until somebody had enough").isLessThan(60);
      assertThat(FakeSite.readAll(socket)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void uploadsTakeOnlyAPartOfAClone() throws Exception {
    site = new FakeSite(Limits.defaults(), FakeClone.OK);
    List<Socket> uploads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Socket socket = site.connect();
      FakeSite.send(
          socket,
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 40000\r\n\r\n"
              + "x".repeat(20_000));
      uploads.add(socket);
    }
    await().until(() -> site.balancer.counters().of(Counters.Event.FAILED) == 1);
    int refused = 0;
    for (Socket socket : uploads) {
      try {
        FakeSite.send(socket, "x".repeat(20_000));
      } catch (SocketException closed) {
        // The refused one may be closed.
      }
      String answer = FakeSite.readAll(socket);
      refused += answer.startsWith("HTTP/1.1 503 ") ? 1 : 0;
      assertThat(answer).containsAnyOf(" 200 OK", " 503 ");
    }
    assertThat(refused).as("of five uploads, where four may be").isEqualTo(1);
    assertThat(site.exchange(LAST)).contains("200 OK");
  }

  @Test
  void aSlowHeadOnAUsedConnectionIsToldSo() throws Exception {
    site = new FakeSite(Limits.defaults().headWithin(300), FakeClone.OK);
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, GET + "GET / HTTP/1.1\r\nHo");
      assertThat(FakeSite.readAll(socket)).contains("200 OK", "HTTP/1.1 408 ");
    }
  }

  @Test
  void aHalfClosedClientGetsItsAnswers() throws Exception {
    FakeClone.Manner soon =
        (request, socket) -> {
          Thread.sleep(100);
          return FakeClone.reply(socket, "200 OK", "late");
        };
    site = new FakeSite(Limits.defaults(), soon);
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, GET.repeat(3));
      socket.shutdownOutput();
      assertThat(FakeSite.readAll(socket).split("200 OK", -1)).as("three answers").hasSize(4);
    }
    await().until(() -> site.balancer.clientCount() == 0);
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
      socket.shutdownOutput();
      assertThat(FakeSite.readAll(socket)).as("to half a request").isEmpty();
    }
  }
}
