package scalebook.replication.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What nodes and monitors say to each other: names and values, a line each, over HTTP. */
public final class Message {
  private static final int OK = 200;
  private static final int REFUSED = 409;
  private static final String END = "end\n";

  private final Map<String, String> values = new TreeMap<>();

  /** "No", with a reason: nothing was done. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    public Refused(String why) {
      super(why);
    }
  }

  /** Answers a message. */
  @FunctionalInterface
  public interface Answer {
    Message to(Message question) throws Exception;
  }

  public Message with(String name, Object value) {
    values.put(name, String.valueOf(value).replace('\n', ' '));
    return this;
  }

  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + values);
    }
    return value;
  }

  public long number(String name) {
    return Long.parseLong(get(name));
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(get(name));
  }

  private static Message parse(String text) throws IOException {
    if (!text.endsWith(END)) {
      throw new IOException("the other end died in the middle of a message");
    }
    Message message = new Message();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> message.values.put(pair[0], pair[1]));
    return message;
  }

  /** Asks and waits, at most so long for each of connection and answer. */
  public Message ask(int port, String path, int millis) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setRequestProperty("Connection", "close"); // a kept one may be dead by now
    connection.setDoOutput(true);
    try {
      connection.getOutputStream().write(toString().getBytes(StandardCharsets.UTF_8));
      int status = connection.getResponseCode();
      try (InputStream in =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (status == REFUSED) {
          throw new Refused(text);
        }
        if (status != OK) {
          throw new IOException(text);
        }
        return parse(text);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** Lets a server answer questions under this path. */
  public static void answer(HttpServer server, String path, Answer answer) {
    server.createContext(path, exchange -> serve(exchange, answer));
  }

  private static void serve(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      int status = OK;
      String text;
      try {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        text = answer.to(parse(asked)).toString();
      } catch (Refused no) {
        status = REFUSED;
        text = no.getMessage();
      } catch (Exception e) {
        status = 500;
        text = String.valueOf(e.getMessage());
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue() + "\n")
        .collect(Collectors.joining("", "", END));
  }
}
