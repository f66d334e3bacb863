package scalebook.tour;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import scalebook.engines.json.Json;
import scalebook.engines.process.Home;
import scalebook.engines.process.Tasks;

/** A real Chromium, driven over WebDriver's HTTP: no library but the JDK's client. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final int LOOK_MILLIS = 50;
  private static final int MOST_TABS = 120;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final Path profile;
  private final String session;

  static boolean installed() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  Browser(int width, int height) throws IOException, InterruptedException {
    driver = new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
    BufferedReader out = driver.inputReader();
    String line = out.readLine();
    String last = line;
    while (line != null && !line.contains("successfully on port")) {
      last = line;
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("chromedriver ended: " + last);
    }
    Tasks.daemon("chromedriver", () -> out.lines().forEach(said -> {})).start();
    profile = Files.createTempDirectory("chromium");
    Map<String, Object> options =
        Map.of("binary", CHROMIUM.toString(), "args", arguments(width, height));
    Map<String, Object> wanted =
        Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL"));
    String base = "http://127.0.0.1:" + line.replaceAll("\\D", "");
    JsonNode made = post(base + "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
    session = base + "/session/" + made.path("sessionId").asText();
  }

  private List<String> arguments(int width, int height) {
    return List.of(
        "--headless=new",
        "--no-sandbox", // CI runs as root
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--window-size=%d,%d".formatted(width, height),
        "--user-data-dir=" + profile);
  }

  private JsonNode post(String url, Object body) throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body))));
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode value = Json.tree(answer.body()).path("value");
    if (answer.statusCode() != 200) {
      throw new IOException(value.path("error").asText() + ": " + value.path("message").asText());
    }
    return value;
  }

  void open(String url) throws IOException, InterruptedException {
    post(session + "/url", Map.of("url", url));
  }

  void reload() throws IOException, InterruptedException {
    post(session + "/refresh", Map.of());
  }

  /** What an expression is in the page. */
  JsonNode eval(String expression) throws IOException, InterruptedException {
    return post(
        session + "/execute/sync", Map.of("script", "return " + expression, "args", List.of()));
  }

  /** A real click: it fails when something covers the element. */
  void click(String css) throws IOException, InterruptedException {
    JsonNode found = post(session + "/element", Map.of("using", "css selector", "value", css));
    post(session + "/element/" + found.elements().next().asText() + "/click", Map.of());
  }

  /** To whatever has the focus. */
  void keys(String text) throws IOException, InterruptedException {
    JsonNode active = answer(HttpRequest.newBuilder(URI.create(session + "/element/active")));
    post(
        session + "/element/" + active.elements().next().asText() + "/value", Map.of("text", text));
  }

  /** Waits until an expression is true; what the page shows, when it never is. */
  void await(String expression, int seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!eval("!!(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        String text = eval("document.body.innerText").asText();
        throw new AssertionError("not in %d s: %s%n%s".formatted(seconds, expression, text));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** A part of the page, by its fragment: {@code 3/play}. */
  void go(String place, int seconds) throws IOException, InterruptedException {
    eval("(location.hash = '#%s', 1)".formatted(place));
    await("document.querySelector('main." + place.split("/")[1] + "')", seconds);
  }

  /** Tabs on until the focus is there. */
  void focus(String there) throws IOException, InterruptedException {
    for (int i = 0; i < MOST_TABS && !eval(there).asBoolean(); i++) {
      keys("\uE004");
    }
    if (!eval(there).asBoolean()) {
      throw new AssertionError("no key leads to " + there);
    }
  }

  /** Another tab, shown; its handle for {@link #show}. */
  String tab() throws IOException, InterruptedException {
    String made = post(session + "/window/new", Map.of("type", "tab")).path("handle").asText();
    show(made);
    return made;
  }

  String shown() throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(URI.create(session + "/window"))).asText();
  }

  void show(String tab) throws IOException, InterruptedException {
    post(session + "/window", Map.of("handle", tab));
    tell("Page.bringToFront", Map.of());
  }

  void prefers(String feature, String value) throws IOException, InterruptedException {
    List<Map<String, String>> features = List.of(Map.of("name", feature, "value", value));
    tell("Emulation.setEmulatedMedia", Map.of("features", features));
  }

  void size(int width, int height) throws IOException, InterruptedException {
    tell(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private void tell(String command, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** Its arguments are one word, which Java does not take for any. */
  private static boolean showsPages(ProcessHandle one) {
    try {
      Path line = Path.of("/proc/%d/cmdline".formatted(one.pid()));
      return Files.readString(line).contains("--type=renderer");
    } catch (IOException gone) {
      return false;
    }
  }

  /** Processor time of what shows the page so far; a spare of it has hardly any. */
  long pageMillis() {
    return driver
        .descendants()
        .filter(Browser::showsPages)
        .map(ProcessHandle::info)
        .mapToLong(one -> one.totalCpuDuration().orElse(Duration.ZERO).toMillis())
        .max()
        .orElseThrow();
  }

  /** What the console holds against the page: violations of its policy, exceptions, lost files. */
  List<String> complaints() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (JsonNode line : post(session + "/se/log", Map.of("type", "browser"))) {
      if (line.path("level").asText().equals("SEVERE")) {
        all.add(line.path("message").asText());
      }
    }
    return all;
  }

  void picture(Path file) throws IOException, InterruptedException {
    JsonNode png = answer(HttpRequest.newBuilder(URI.create(session + "/screenshot")));
    Files.write(file, Base64.getDecoder().decode(png.asText()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      answer(HttpRequest.newBuilder(URI.create(session)).DELETE());
    } finally {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroy();
      driver.waitFor();
      Home.delete(profile);
    }
  }
}
