package scalebook.cloning.front;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Keeps short answers that everybody may see, for as long as the clone said.
 *
 * <p>One page may be kept in several forms: {@code Vary} names the request's headers that choose
 * one. What is private, sets a cookie, or was asked with credentials is never kept: the next client
 * would be somebody else.
 */
public final class ResponseCache {
  private final Map<String, Page> pages;
  private final LongSupplier clock;

  /** The forms of a page have one list of headers that choose. */
  private record Page(List<String> vary, Map<String, Form> forms) {}

  private record Form(HttpHeaders headers, byte[] body, long since, long until) {}

  /** So many pages, and as many forms of each; {@code clock} in nanoseconds. */
  public ResponseCache(int most, LongSupplier clock) {
    this.pages = new RateLimit.Remembered<>(most);
    this.clock = clock;
  }

  synchronized Optional<FullHttpResponse> answer(HttpRequest request) {
    Page page = pages.get(key(request));
    if (page == null || !Answers.reads(request) || wantsFresh(request)) {
      return Optional.empty();
    }
    long now = clock.getAsLong();
    return Optional.ofNullable(page.forms.get(form(page.vary, request)))
        .filter(form -> now < form.until)
        .map(
            form -> {
              FullHttpResponse answer = Answers.kept(request, form.headers, form.body);
              answer.headers().set(HttpHeaderNames.AGE, (now - form.since) / 1_000_000_000);
              return answer;
            });
  }

  void keep(HttpRequest request, HttpResponse answer) {
    long seconds = seconds(answer.headers());
    List<String> vary = words(answer.headers(), HttpHeaderNames.VARY);
    if (!(answer instanceof FullHttpResponse whole)
        || !request.method().equals(HttpMethod.GET)
        || answer.status().code() != 200
        || seconds <= 0
        || vary.contains("*")
        || answer.headers().contains(HttpHeaderNames.SET_COOKIE)
        || request.headers().contains(HttpHeaderNames.AUTHORIZATION)
        || words(request.headers(), HttpHeaderNames.CACHE_CONTROL).contains("no-store")) {
      return;
    }
    long now = clock.getAsLong();
    byte[] body = ByteBufUtil.getBytes(whole.content());
    Form form = new Form(answer.headers().copy(), body, now, now + seconds * 1_000_000_000);
    synchronized (this) {
      Page page = pages.get(key(request));
      if (page == null || !page.vary.equals(vary)) {
        page = new Page(vary, new RateLimit.Remembered<>(16));
        pages.put(key(request), page);
      }
      page.forms.put(form(vary, request), form);
    }
  }

  private static String key(HttpRequest request) {
    return request.headers().get(HttpHeaderNames.HOST) + " " + request.uri();
  }

  private static String form(List<String> vary, HttpRequest request) {
    return vary.stream().map(name -> request.headers().getAll(name).toString()).toList().toString();
  }

  private static boolean wantsFresh(HttpRequest request) {
    List<String> asked = words(request.headers(), HttpHeaderNames.CACHE_CONTROL);
    return asked.contains("no-cache") || asked.contains("no-store") || asked.contains("max-age=0");
  }

  /** How long a shared cache may keep it; 0 when it may not. */
  private static long seconds(HttpHeaders headers) {
    List<String> said = words(headers, HttpHeaderNames.CACHE_CONTROL);
    if (Stream.of("private", "no-store", "no-cache").anyMatch(said::contains)) {
      return 0;
    }
    return Stream.of("s-maxage=", "max-age=") // the first one is meant for us
        .flatMap(
            name ->
                said.stream().filter(w -> w.startsWith(name)).map(w -> w.substring(name.length())))
        .filter(number -> number.matches("\\d{1,9}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static List<String> words(HttpHeaders headers, CharSequence name) {
    return headers.getAll(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(word -> word.trim().toLowerCase(Locale.ROOT))
        .toList();
  }
}
