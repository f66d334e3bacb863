package scalebook.engines.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.engines.json.Json;

/** One request, read as a whole. */
public final class Call {
  private final HttpExchange exchange;
  private final String prefix;
  private final byte[] body;

  Call(HttpExchange exchange, byte[] body) {
    this.exchange = exchange;
    this.prefix = exchange.getHttpContext().getPath();
    this.body = body;
  }

  public String method() {
    return exchange.getRequestMethod();
  }

  public boolean is(String method) {
    return method().equals(method);
  }

  public String path() {
    return exchange.getRequestURI().getPath();
  }

  /** The path behind the route's: {@code 7} for {@code /products/7} at {@code /products/}. */
  public String rest() {
    return path().substring(prefix.length());
  }

  /** The parts of {@link #rest}, without empty ones. */
  public List<String> words() {
    return Stream.of(rest().split("/")).filter(word -> !word.isEmpty()).toList();
  }

  /** A parameter of the query, as in {@code /work?micros=500}. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(parameters(exchange.getRequestURI().getRawQuery()).get(name));
  }

  public long number(String name, long otherwise) {
    return query(name).map(Long::parseLong).orElse(otherwise);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as {@code name=value&…}, decoded; the last of two with one name counts. */
  public Map<String, String> form() {
    return parameters(body().strip());
  }

  /** A number of the {@link #form} that must be there. */
  public long needed(String name) {
    String value = form().get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + "=… is missing");
    }
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number", e);
    }
  }

  public <T> T json(Class<T> type) {
    return Json.read(body(), type);
  }

  /** For an answer in parts; the handler then returns {@link Answer#sent}. */
  public HttpExchange exchange() {
    return exchange;
  }

  private static Map<String, String> parameters(String raw) {
    Map<String, String> all = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          all.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
