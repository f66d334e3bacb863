package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scalebook.cloning.balancer.Counters.Event;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;

/** Who is to blame: the request, or the clone? */
class BlameTest {
  private static final FakeClone.Manner CLOSES_ON_BAD =
      (request, socket) ->
          !request.head().startsWith("GET /bad") && FakeClone.reply(socket, "200 OK", "ok");

  private FakeSite site;

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  @Test
  void aRequestThatEveryCloneClosesOnEjectsNobody() throws Exception {
    site = new FakeSite(Limits.defaults(), CLOSES_ON_BAD, CLOSES_ON_BAD, CLOSES_ON_BAD);
    try (HttpCaller caller = new HttpCaller(site.balancer.port(), 5_000)) {
      for (int i = 0; i < 120; i++) {
        assertThat(caller.get("/bad").status()).isEqualTo(502);
      }
      assertThat(site.news).as("ejections").isEmpty();
      assertThat(caller.get("/good").status()).isEqualTo(200);
    }
  }

  @Test
  void aCloneThatClosesOnWhatAnotherAnswersIsEjected() throws Exception {
    FakeClone.Manner sick = (request, socket) -> false;
    site = new FakeSite(Limits.defaults(), sick, FakeClone.OK, FakeClone.OK);
    try (HttpCaller caller = new HttpCaller(site.balancer.port(), 5_000)) {
      for (int i = 0; i < 20; i++) {
        assertThat(caller.get("/").status()).isEqualTo(200);
      }
    }
    assertThat(site.news).as("ejections").anyMatch(news -> news.startsWith("clone-1 ejected"));
  }

  @Test
  void aPageThatRefusesAnUploadIsHeard() throws Exception {
    site = new FakeSite(Limits.defaults());
    FakeClone.Manner refuses =
        (request, socket) -> {
          FakeClone.reply(socket, "403 Forbidden\r\nConnection: close", "no");
          return false; // over unread bytes: a reset follows
        };
    site.add(new FakeClone(refuses, true));
    String body = "x".repeat(2_000_000);
    try (HttpCaller caller = new HttpCaller(site.balancer.port(), 5_000)) {
      for (int i = 0; i < 10; i++) {
        HttpCaller.Answer answer = caller.post("/", body);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("no");
      }
    }
    assertThat(site.news).as("ejections").isEmpty();
  }

  /** Its answer has come before it has sent all, and must still be there when it has. */
  @Test
  void aSlowUploadThatIsRefusedIsReadToItsEnd() throws Exception {
    site = new FakeSite(Limits.defaults());
    FakeClone.Manner refuses =
        (request, socket) -> {
          FakeClone.reply(socket, "403 Forbidden\r\nConnection: close", "no");
          return false;
        };
    site.add(new FakeClone(refuses, true));
    byte[] part = new byte[200_000];
    try (Socket client = new Socket("127.0.0.1", site.balancer.port())) {
      String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 0; i < 10; i++) {
        client.getOutputStream().write(part);
        Thread.sleep(60); // over many sweeps of the balancer
      }
      String answer =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 403 ").endsWith("no");
    }
  }

  /** 64 callers at once, and one of four clones stops to answer: how many wait for it? */
  @Test
  void aHungCloneGetsNoMoreThanItsShare() throws Exception {
    AtomicBoolean hangs = new AtomicBoolean();
    FakeClone.Manner hanging =
        (request, socket) -> {
          while (hangs.get()) {
            Thread.sleep(5);
          }
          return FakeClone.OK.answer(request, socket);
        };
    FakeClone.Manner quick =
        (request, socket) -> {
          Thread.sleep(5);
          return FakeClone.OK.answer(request, socket);
        };
    site = new FakeSite(Limits.defaults(), hanging, quick, quick, quick);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(64, Tasks.daemons("caller"));
    List<CompletableFuture<Integer>> failures = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      failures.add(CompletableFuture.supplyAsync(() -> call(stop), threads));
    }
    await().until(() -> site.seen() > 1_000);
    hangs.set(true);
    Counters counters = site.balancer.counters();
    long answered = counters.of(Event.ANSWERED);
    await("the others answer on").until(() -> counters.of(Event.ANSWERED) > answered + 2_000);
    assertThat(site.balancer.rotation().members().get(0).inFlight())
        .as("of 64 requests, those at the clone that hangs")
        .isLessThan(32);
    long late = counters.of(Event.ANSWERED);
    await("and on").until(() -> counters.of(Event.ANSWERED) > late + 6_000);
    stop.set(true);
    int failed = failures.stream().mapToInt(CompletableFuture::join).sum();
    threads.shutdown();
    assertThat(failed).as("failures that the clients count").isZero();
    assertThat(counters.of(Event.FAILED) + counters.of(Event.ABANDONED))
        .as("failures that the balancer counts")
        .isZero();
    hangs.set(false);
  }

  private int call(AtomicBoolean stop) {
    int failed = 0;
    try (HttpCaller caller = new HttpCaller(site.balancer.port(), 3_000)) {
      while (!stop.get()) {
        try {
          failed += caller.get("/").status() == 200 ? 0 : 1;
        } catch (IOException e) {
          failed++;
        }
      }
    }
    return failed;
  }

  static Stream<String> answers() throws IOException {
    return Corpus.lines("hostile-answers.txt");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerThatCannotBeTrustedIsNotPassedOn(String answer) throws Exception {
    FakeClone.Manner hostile =
        (request, socket) -> {
          FakeSite.send(socket, answer);
          return false;
        };
    site = new FakeSite(Limits.defaults(), hostile);
    String got = site.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(got).matches("(?s)(HTTP/1.1 502 .*|.*<reset>)");
  }
}
