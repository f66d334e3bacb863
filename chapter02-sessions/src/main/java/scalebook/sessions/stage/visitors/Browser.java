package scalebook.sessions.stage.visitors;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;
import scalebook.sessions.affinity.Cookies;

/** One visitor: a cookie jar and an address. Any connection carries it. */
public final class Browser {
  private final String path;
  private final Map<String, String> jar = new HashMap<>(); // guarded by this
  private volatile String address;

  /** What the site answered: a status, and what it knows of us. */
  public record Page(int status, Map<String, String> facts, Map<String, String> headers) {
    public Optional<String> user() {
      return Optional.of(facts.getOrDefault("user", "-")).filter(user -> !user.equals("-"));
    }

    public String worker() {
      return facts.getOrDefault("worker", "");
    }

    public String cart() {
      return facts.getOrDefault("cart", "-");
    }

    public long number(String fact) {
      return Long.parseLong(facts.get(fact));
    }

    /** Whether it was answered, and made the browser keep this cookie. */
    public boolean sets(String cookie) {
      return status == 200 && headers.getOrDefault("set-cookie", "").contains(cookie + "=");
    }

    private static Page of(HttpCaller.Answer answer) {
      Map<String, String> facts =
          answer
              .body()
              .lines()
              .filter(line -> answer.status() == 200)
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
      return new Page(answer.status(), facts, answer.headers());
    }
  }

  /** Visits the site under this path; its address is what a trusted proxy in front says. */
  public Browser(String path, String address) {
    this.path = path;
    this.address = address;
  }

  public Page get(HttpCaller connection, String page) throws IOException {
    return kept(connection.call("GET", path + page, headers(), ""));
  }

  /** Whether the site knows who we are. */
  public boolean known(HttpCaller connection) throws IOException {
    return get(connection, "/").user().isPresent();
  }

  public Page post(HttpCaller connection, String page, String form) throws IOException {
    return kept(connection.call("POST", path + page, headers(), form));
  }

  /**
   * The same form from two tabs at the same time: both send the cookies that the browser has now.
   */
  public void postTwice(HttpCaller one, HttpCaller other, String page, String form)
      throws Exception {
    Map<String, String> headers = headers();
    FutureTask<HttpCaller.Answer> second =
        new FutureTask<>(() -> other.call("POST", path + page, headers, form));
    Tasks.daemon("second-tab", second).start();
    kept(one.call("POST", path + page, headers, form));
    kept(second.get());
  }

  private synchronized Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>(Map.of("X-Forwarded-For", address));
    if (!jar.isEmpty()) {
      headers.put("Cookie", String.join("; ", jar.values()));
    }
    return headers;
  }

  private synchronized Page kept(HttpCaller.Answer answer) {
    String set = answer.headers().getOrDefault("set-cookie", "");
    for (String cookie : set.isEmpty() ? new String[0] : set.split("\n")) {
      String name = cookie.substring(0, cookie.indexOf('='));
      Cookies.kept(cookie).ifPresentOrElse(pair -> jar.put(name, pair), () -> jar.remove(name));
    }
    return Page.of(answer);
  }

  /** Another one, at another address, with the same cookies. */
  public synchronized Browser copy(String at) {
    Browser copy = new Browser(path, at);
    copy.jar.putAll(jar);
    return copy;
  }

  /** Another network, another address. */
  public void moveTo(String otherAddress) {
    address = otherAddress;
  }

  public synchronized void forget(String cookie) {
    jar.remove(cookie);
  }

  public synchronized Optional<String> cookie(String name) {
    return Optional.ofNullable(jar.get(name)).map(pair -> pair.substring(name.length() + 1));
  }

  public synchronized void set(String name, String value) {
    jar.put(name, name + "=" + value);
  }
}
