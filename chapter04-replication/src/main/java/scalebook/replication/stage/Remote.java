package scalebook.replication.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;
import scalebook.engines.json.Json;
import scalebook.replication.lease.Within;
import scalebook.replication.node.Refused;

/**
 * An interface of the concept over HTTP, for another machine: {@code POST /node/prepare} with its
 * arguments as a JSON list, answered by its result as JSON.
 */
public final class Remote {
  private static final int REFUSED = 409;
  private static final int FAILED = 500;

  private Remote() {}

  private static String path(Class<?> type, Method method) {
    return "/" + type.getSimpleName().toLowerCase(Locale.ROOT) + "/" + method.getName();
  }

  /** Lets a service answer for what is here. */
  public static <T> void serve(Service service, Class<T> type, T here) {
    serve(service, type, here, () -> true);
  }

  /** The same, which fails at times. */
  static <T> void serve(Service service, Class<T> type, T here, BooleanSupplier answers) {
    for (Method method : type.getMethods()) {
      service.route(
          path(type, method),
          call ->
              answers.getAsBoolean()
                  ? answer(method, here, call.body())
                  : Answer.text(FAILED, "it is away"));
    }
  }

  private static Answer answer(Method method, Object here, String body) throws Exception {
    JsonNode values = Json.tree(body);
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = Json.read(values.path(i).toString(), types[i]);
    }
    try {
      return Answer.json(method.invoke(here, arguments));
    } catch (InvocationTargetException e) {
      int status = e.getCause() instanceof Refused ? REFUSED : FAILED;
      return Answer.text(status, String.valueOf(e.getCause().getMessage()));
    }
  }

  /** What answers at that port, as if it was here; no answer is an {@link IOException}. */
  public static <T> T at(int port, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                ask(
                    port,
                    path(type, method),
                    method,
                    arguments == null ? new Object[0] : arguments)));
  }

  private static Object ask(int port, String path, Method method, Object[] arguments)
      throws IOException {
    int millis = method.getAnnotation(Within.class).millis();
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setRequestProperty("Connection", "close"); // a kept one may be dead by now
    connection.setDoOutput(true);
    try {
      connection.getOutputStream().write(Json.text(arguments).getBytes(StandardCharsets.UTF_8));
      int status = connection.getResponseCode();
      try (InputStream in =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] answer = in.readAllBytes();
        if (answer.length != connection.getContentLength()) {
          throw new IOException("the other end died in the middle of an answer");
        }
        return result(status, new String(answer, StandardCharsets.UTF_8), method);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static Object result(int status, String text, Method method) throws IOException {
    if (status == REFUSED) {
      throw new Refused(text.strip());
    }
    if (status >= 400) {
      throw new IOException(text.strip());
    }
    return method.getReturnType() == void.class ? null : Json.read(text, method.getReturnType());
  }
}
