package scalebook.engines.http;

import java.util.LinkedHashMap;
import java.util.Map;
import scalebook.engines.json.Json;

/** What a service says to one call. */
public record Answer(int status, String type, String body, Map<String, String> headers) {
  private static final Answer SENT = new Answer(0, "", "", Map.of());

  public static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text + "\n", Map.of());
  }

  public static Answer ok(String text) {
    return text(200, text);
  }

  public static Answer json(int status, Object value) {
    return new Answer(status, "application/json", Json.text(value) + "\n", Map.of());
  }

  public static Answer json(Object value) {
    return json(200, value);
  }

  /** The handler has answered by itself, over {@link Call#exchange}. */
  public static Answer sent() {
    return SENT;
  }

  /** The same answer with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }

  /** The same answer as another type of content. */
  public Answer as(String contentType) {
    return new Answer(status, contentType, body, headers);
  }

  boolean isSent() {
    return this == SENT;
  }
}
