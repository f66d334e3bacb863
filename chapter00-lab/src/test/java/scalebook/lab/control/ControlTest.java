package scalebook.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: a playground in another process, and a program that means no good. */
@Timeout(60)
class ControlTest {
  private static Process process;
  private static ControlClient client;
  private static int port;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                TinyPlayground.class.getName(),
                "--control",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    while (!line.startsWith("control ")) {
      line = said.readLine();
    }
    client = ControlClient.of(line);
    port = Integer.parseInt(line.replaceAll(".*127.0.0.1:(\\d+) .*", "$1"));
    token = line.substring(line.lastIndexOf(' ') + 1);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static Socket send(String request, String... headers) throws IOException {
    return sendBody(request, "", headers);
  }

  private static Socket sendBody(String request, String body, String... headers)
      throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    String head = request + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** With everything that is needed, and then these in place of the same ones. */
  private static int status(String request, String body, String... others) throws IOException {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Host: 127.0.0.1:" + port,
                "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length));
    for (String other : others) {
      String name = other.substring(0, other.indexOf(':') + 1);
      headers.removeIf(header -> header.startsWith(name));
      headers.add(other);
    }
    try (Socket socket = sendBody(request, body, headers.toArray(String[]::new))) {
      String line =
          new BufferedReader(new java.io.InputStreamReader(socket.getInputStream())).readLine();
      return Integer.parseInt(line.split(" ")[1]);
    }
  }

  private static final String ECHO = "POST /verbs/echo";
  private static final String BODY = "{\"words\":[\"hello\"]}";

  @Test
  void aProgramSeesTypedStatusAndVerbsAndRunsThem() throws Exception {
    assertThat(client.status().path("count").asInt()).isEqualTo(7);
    List<String> names = new ArrayList<>();
    client.verbs().forEach(verb -> names.add(verb.path("name").asText()));
    assertThat(names).containsExactly("status", "echo", "wait", "open", "tell");
    assertThat(client.verbs().get(1).path("parameters").get(0).asText()).isEqualTo("word");
    assertThat(client.verbs().get(1).path("does").asText()).isEqualTo("says it again");
    assertThat(client.call("echo", "grüße").asText()).isEqualTo("grüße");
    assertThat(client.call("status").path("name").asText()).isEqualTo("tiny");
    assertThatThrownBy(() -> client.call("echo")).isInstanceOf(ControlClient.Failed.class);
    assertThat(status(ECHO, BODY)).isEqualTo(200);
  }

  @Test
  void aLongVerbIsAnsweredAtOnceAndAnotherOneMayOverlap() throws Exception {
    JsonNode waits = client.begin("wait");
    assertThat(waits.path("state").asText()).isEqualTo("RUNNING");
    assertThat(client.call("open").asText()).isEqualTo("open");
    assertThat(client.call("wait").asText()).isEqualTo("opened");
  }

  @ParameterizedTest
  @CsvSource({
    "401, Authorization: Bearer 00000000000000000000000000000000",
    "401, Authorization: Basic x",
    "401, Authorization:",
    "403, Host: localhost:80",
    "403, Host: book.example",
    "403, Origin: http://127.0.0.1:80",
    "403, Origin: null",
    "415, Content-Type: text/plain",
    "415, Content-Type: application/x-www-form-urlencoded",
  })
  void aForeignRequestIsRefused(int expected, String header) throws IOException {
    assertThat(status(ECHO, BODY, header)).as(header).isEqualTo(expected);
  }

  @Test
  void theRightHostBesideAForeignOneIsRefused() throws IOException {
    assertThat(status(ECHO, BODY, "host: book.example")).isIn(400, 403);
  }

  @ParameterizedTest
  @CsvSource({
    "404, POST /verbs/fly",
    "404, POST /verbs/../verbs/echo",
    "404, POST /verbs/echo/",
    "404, POST /verbs/echo%0A",
    "404, POST /verbs/%65cho",
    "404, GET /verbs/runs/../../status",
    "404, GET /%2e%2e/etc/passwd",
    "404, GET /verbs/runs/99999",
    "405, POST /status",
    "405, PUT /verbs/echo",
    "405, OPTIONS /verbs/echo",
  })
  void onlyVerbsOfTheListAreFound(int expected, String request) throws IOException {
    assertThat(status(request, BODY)).as(request).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"words\":[\"a\\nquit\"]}",
        "400|{\"words\":[\"a\\u0000\"]}",
        "400|{\"words\":[[\"a\"]]}",
        "400|{\"words\":\"a\"}",
        "400|{\"words\":[1,2,3,4,5,6,7,8,9]}",
        "400|words=a",
        "400|[]",
      })
  void aWordIsATextOnOneLine(int expected, String body) throws IOException {
    assertThat(status(ECHO, body)).as(body).isEqualTo(expected);
  }

  @Test
  void aHugeBodyIsRefused() throws IOException {
    String body = "{\"words\":[\"" + "x".repeat(1_000_000) + "\"]}";
    assertThat(status(ECHO, body)).isEqualTo(413);
  }

  /** The data of the next event of this type. */
  private static long next(BufferedReader events, String type) throws IOException {
    long id = -1;
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("id: ")) {
        id = Long.parseLong(line.substring(4));
      } else if (line.equals("event: " + type)) {
        return id;
      }
    }
    throw new IOException("the stream has ended");
  }

  @Test
  void eventsBeginWithASnapshotAndGoOnWhereTheReaderWas() throws Exception {
    long seen;
    try (BufferedReader first = client.events(-1)) {
      seen = next(first, "snapshot");
      client.call("tell", 3);
      assertThat(next(first, "verb")).isEqualTo(seen + 1);
      assertThat(next(first, "event")).isEqualTo(seen + 2);
    }
    try (BufferedReader second = client.events(seen + 2)) {
      assertThat(next(second, "event")).as("the first that was missed").isEqualTo(seen + 3);
      assertThat(next(second, "event")).isEqualTo(seen + 4);
      assertThat(next(second, "snapshot")).as("its own").isEqualTo(seen + 5);
      client.call("echo", "x");
      assertThat(next(second, "verb")).isEqualTo(seen + 6);
    }
  }

  @Test
  void aSlowReaderIsCutOffAndNobodyWaitsForIt() throws Exception {
    String[] headers = {"Host: 127.0.0.1:" + port, "Authorization: Bearer " + token};
    try (Socket slow = send("GET /events", headers);
        BufferedReader quick = client.events(-1)) {
      InputStream in = slow.getInputStream();
      assertThat(in.read()).as("it is connected").isEqualTo('H');
      next(quick, "snapshot");
      for (int i = 0; i < 40; i++) { // 80 kB each: no socket holds all of it
        assertThat(client.call("tell", 400).asText()).isEqualTo("told");
        for (int event = 0; event < 400; event++) {
          next(quick, "event"); // a reader who keeps up gets them all
        }
      }
      long left = Stream.generate(() -> read(in)).takeWhile(n -> n > 0).mapToLong(n -> n).sum();
      assertThat(left).as("bytes of 32 MB, before the end").isLessThan(30_000_000);
    }
  }

  private static int read(InputStream in) {
    try {
      return in.read(new byte[100_000]);
    } catch (IOException reset) {
      return -1;
    }
  }
}
