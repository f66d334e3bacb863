package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scalebook.cloning.balancer.Counters.Event;

/** Nothing that a client sends makes the balancer and a clone disagree, or costs it for ever. */
class BadClientsTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";

  private FakeSite site;

  @BeforeEach
  void open() throws Exception {
    site = new FakeSite(Limits.defaults().headWithin(300), FakeClone.OK);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  static Stream<String> requests() throws IOException {
    return Corpus.lines("hostile-requests.txt");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whatHasTwoReadingsIsRefusedAtTheDoor(String head) throws Exception {
    String answer = site.exchange(head + SMUGGLED);
    assertThat(answer).matches("(?s)HTTP/1.1 (4\\d\\d|501) .*");
    assertThat(answer.split("HTTP/1.1 ")).as("exactly one answer, then the end").hasSize(2);
    assertThat(site.clones.get(0).connections).as("connections to a clone").hasValue(0);
  }

  static Stream<String> bodies() throws IOException {
    return Corpus.lines("hostile-bodies.txt");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aMalformedChunkEndsTheConnection(String body) throws Exception {
    String head = "POST /chunked HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
    String answer = site.exchange(head + body + SMUGGLED);
    assertThat(answer).doesNotContain("200 OK");
    assertThat(site.clones.get(0).seen.stream().map(FakeClone.Seen::head))
        .noneMatch(seen -> seen.contains("smuggled"));
  }

  @Test
  void chunkExtensionsAndTrailersAreNotPassedOn() throws Exception {
    String answer =
        site.exchange(
            "POST / HTTP/1.1\r\n"
                + HOST
                + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;name=\"value\"\r\nhello\r\n0\r\nX-Trailer: evil\r\nContent-Length: 9\r\n\r\n");
    assertThat(answer).contains("200 OK");
    FakeClone.Seen seen = site.clones.get(0).seen.get(0);
    assertThat(seen.body()).as("and the trailers behind it").isEqualTo("hello");
    assertThat(site.seen()).isEqualTo(1);
  }

  @Test
  void aHeadThatNeverEndsIsEnded() throws Exception {
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "GET / HTTP/1.1\r\n" + HOST + "X-Slow: a");
      assertThat(FakeSite.readAll(socket)).startsWith("HTTP/1.1 408 ");
    }
    try (Socket silent = site.connect()) {
      assertThat(FakeSite.readAll(silent)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aBodyThatStopsHalfWayIsEnded() throws Exception {
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf");
      assertThat(FakeSite.readAll(socket)).startsWith("HTTP/1.1 408 ");
    }
    await("the clone is not kept waiting either").until(() -> site.clones.get(0).open.get() == 0);
  }

  @Test
  void anEndlessHeadAndAHugeBodyAreRefused() throws Exception {
    String endless = "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(40_000);
    assertThat(site.exchange(endless)).startsWith("HTTP/1.1 431 ");
    String declared = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 100000000\r\n\r\n";
    assertThat(site.exchange(declared)).startsWith("HTTP/1.1 413 ");
    assertThat(site.seen()).isZero();
  }

  @Test
  void aHugeChunkedBodyIsCutOff() throws Exception {
    try (Socket socket = site.connect()) {
      FakeSite.send(socket, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
      String answer;
      try {
        for (int i = 0; i < 200; i++) { // 12.5 MiB, of which 8 are allowed
          FakeSite.send(socket, chunk);
        }
        answer = FakeSite.readAll(socket);
      } catch (java.net.SocketException closed) {
        answer = "<reset>";
      }
      assertThat(answer).matches("(?s)(HTTP/1.1 413 .*|.*<reset>)");
    }
    assertThat(site.seen()).as("whole requests that reached a clone").isZero();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      requests.append("GET /").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
    }
    requests.append("GET /last HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
    String answers = site.exchange(requests.toString());
    assertThat(answers.split("200 OK", -1)).hasSize(22);
    List<String> paths = site.clones.get(0).seen.stream().map(s -> s.head().split(" ")[1]).toList();
    assertThat(paths.get(0)).isEqualTo("/0");
    assertThat(paths.get(20)).isEqualTo("/last");
  }

  @Test
  void whatAClientClaimsAboutItselfIsReplaced() throws Exception {
    site.exchange(
        "GET / HTTP/1.1\r\n"
            + HOST
            + "Connection: close, X-Secret\r\nX-Secret: 1\r\nX-Forwarded-For: 6.6.6.6\r\n"
            + "Forwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Forwarded-Proto: https\r\n"
            + "Keep-Alive: 5\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Connection: x\r\nX-Kept: 1\r\n\r\n");
    FakeClone.Seen seen = site.clones.get(0).seen.get(0);
    assertThat(seen.head())
        .contains("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http\r\n", "X-Kept: 1");
    assertThat(seen.head()).doesNotContain("6.6.6.6");
    for (String gone :
        List.of("x-secret", "connection", "keep-alive", "te", "upgrade", "proxy-connection")) {
      assertThat(seen.has(gone)).as("%s reached the clone", gone).isFalse();
    }
  }

  /** Seeded; run with -Dseed=… to see the same bytes again. */
  @Test
  void randomBytesNeverReachACloneUnseenAndNothingIsLeft() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    String valid =
        "POST /x HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nConnection: close\r\n\r\nabc";
    Leaks leaks = Leaks.watched();
    List<Socket> left = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder bytes = new StringBuilder(valid);
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes.setCharAt(random.nextInt(bytes.length()), (char) random.nextInt(256));
      }
      Socket socket = site.connect();
      FakeSite.send(socket, bytes.toString());
      switch (random.nextInt(3)) {
        case 0 -> socket.shutdownOutput();
        case 1 -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
        default -> left.add(socket);
      }
    }
    assertThat(site.exchange(valid)).as("seed %d", seed).contains("200 OK");
    for (Socket socket : left) {
      if (!socket.isOutputShutdown()) {
        socket.shutdownOutput(); // some bytes made it a keep-alive connection
      }
      FakeSite.readAll(socket);
      socket.close();
    }
    await("all connections end, seed " + seed)
        .untilAsserted(() -> assertThat(site.balancer.clientCount()).isZero());
    await()
        .untilAsserted(
            () ->
                assertThat(site.seen())
                    .as("requests at the clone, seed %d", seed)
                    .isLessThanOrEqualTo((int) site.balancer.counters().of(Event.RECEIVED)));
    Counters counters = site.balancer.counters();
    await()
        .untilAsserted(
            () ->
                assertThat(counters.of(Event.RECEIVED) + counters.of(Event.REFUSED))
                    .as("everything that came has an end, seed %d", seed)
                    .isEqualTo(
                        counters.of(Event.ANSWERED)
                            + counters.of(Event.FAILED)
                            + counters.of(Event.ABANDONED)));
    assertThat(leaks.found()).as("buffers that nobody gave back, seed %d", seed).isEmpty();
    assertThat(site.balancer.rotation().members().stream().mapToInt(b -> b.inFlight()).sum())
        .as("requests under way, seed %d", seed)
        .isZero();
  }
}
