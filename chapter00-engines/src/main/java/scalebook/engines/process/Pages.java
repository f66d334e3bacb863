package scalebook.engines.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small answers for small services. */
public final class Pages {
  private Pages() {}

  public static void text(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=utf-8"));
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
    if (!bodiless) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  /** Reads what is left of the request, or the connection could not be used again. */
  public static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** A parameter of the query, as in {@code /work?micros=500}. */
  public static Optional<String> parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getQuery();
    return query == null
        ? Optional.empty()
        : Stream.of(query.split("&"))
            .filter(pair -> pair.startsWith(name + "="))
            .map(pair -> pair.substring(name.length() + 1))
            .findFirst();
  }

  /** A form of numbers, as in {@code id=1&cents=20}. */
  public static Map<String, Long> form(String text) {
    Map<String, Long> form = new TreeMap<>();
    for (String pair : text.strip().split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        form.put(pair.substring(0, equals), Long.valueOf(value));
      }
    }
    return form;
  }

  public static long number(HttpExchange exchange, String name, long otherwise) {
    return parameter(exchange, name).map(Long::parseLong).orElse(otherwise);
  }

  /** Answers 400 to what cannot be read and 500 to what fails, instead of no answer at all. */
  public static HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try {
        handler.handle(exchange);
      } catch (IllegalArgumentException e) {
        text(exchange, 400, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        text(exchange, 500, e.toString());
      }
    };
  }
}
