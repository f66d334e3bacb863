package scalebook.engines.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch let = new CountDownLatch(1);
  private final Service service =
      Service.on(0, "test", 2)
          .bodies(1_000)
          .route("/echo/", call -> Answer.ok(call.rest() + " " + call.query("q") + call.body()))
          .route("/form", call -> Answer.json(call.form()))
          .route("/needed", call -> Answer.ok("" + call.needed("n")))
          .route("/refused", call -> refuse())
          .route("/error", call -> noMemory())
          .route("/wait", call -> waiting())
          .start();

  @AfterEach
  void close() {
    let.countDown();
    service.close();
  }

  private static Answer refuse() {
    throw new Refused(409, "there already");
  }

  private static Answer noMemory() {
    throw new OutOfMemoryError("as if");
  }

  private Answer waiting() throws InterruptedException {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    let.await();
    inside.decrementAndGet();
    return Answer.ok("done");
  }

  private CompletableFuture<HttpResponse<String>> ask(String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
            .timeout(Duration.ofSeconds(20));
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return HttpClient.newHttpClient()
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Socket socket(String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", service.port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void aQueryAndAFormAreDecodedOnce() {
    assertThat(ask("/echo/a?q=1%2526x%3D2", "").join().body()).isEqualTo("a Optional[1%26x=2]\n");
    assertThat(ask("/form", "a=1%26b%3D2&c=%2B&d=x+y").join().body())
        .isEqualTo("{\"a\":\"1&b=2\",\"c\":\"+\",\"d\":\"x y\"}\n");
  }

  @Test
  void whatCannotBeReadIsARequestersFault() {
    assertThat(ask("/needed", "n=many").join().statusCode()).isEqualTo(400);
    assertThat(ask("/needed", "m=1").join().statusCode()).isEqualTo(400);
    assertThat(ask("/refused", "").join().statusCode()).isEqualTo(409);
  }

  @Test
  void anErrorEndsOneRequestOnly() {
    assertThat(ask("/error", "").join().statusCode()).isEqualTo(500);
    assertThat(ask("/echo/still", "").join().body()).startsWith("still");
  }

  @Test
  void aLongBodyIsRefusedWithAnAnswer() {
    assertThat(ask("/echo/", "x".repeat(1_000)).join().statusCode()).isEqualTo(200);
    assertThat(ask("/echo/", "x".repeat(1_001)).join().statusCode()).isEqualTo(413);
    assertThat(ask("/echo/", "x".repeat(8_000_000)).join().statusCode()).isEqualTo(413);
  }

  @Test
  void halfHeadsAndHalfBodiesHoldNobodyElse() throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      slow.add(socket("GET /echo/ HTTP/1.1\r\nHost: x\r\nX-"));
      slow.add(socket("POST /echo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(ask("/echo/" + i, "").join().statusCode()).isEqualTo(200);
    }
    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void aRequestThatNeverEndsIsEnded() throws IOException {
    try (Socket socket =
        socket("POST /echo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")) {
      socket.setSoTimeout(15_000);
      assertThat(socket.getInputStream().read()).as("the connection is closed").isEqualTo(-1);
    }
  }

  @Test
  void asManyAreHandledAtOnceAsItSays() {
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 6).mapToObj(i -> ask("/wait", "")).toList();
    await().until(() -> inside.get() == 2);
    let.countDown();
    assertThat(all).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(most).hasValue(2);
  }

  @Test
  void itFinishesWhatIsHere() throws InterruptedException {
    CompletableFuture<HttpResponse<String>> answer = ask("/wait", "");
    await().until(() -> inside.get() == 1);
    assertThat(service.finish(Duration.ofMillis(50))).isFalse();
    let.countDown();
    assertThat(service.finish(Duration.ofSeconds(5))).isTrue();
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void headHasNoBody() throws IOException {
    try (Socket socket = socket("HEAD /echo/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).startsWith("HTTP/1.1 200");
      assertThat(Stream.of(all.split("\r\n\r\n", -1)).skip(1)).containsExactly("");
    }
  }
}
