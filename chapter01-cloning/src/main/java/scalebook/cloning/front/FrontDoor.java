package scalebook.cloning.front;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.Set;
import scalebook.cloning.balancer.Door;

/**
 * What a reverse proxy does for all clones, in this order: it refuses who is denied, sends plain
 * requests to https, limits each client's rate, and answers from files and from its cache.
 *
 * @param redirect the https port to which all plain requests are sent, 0 for none
 */
public record FrontDoor(
    Optional<SslContext> tls,
    int redirect,
    Set<String> denied,
    Optional<RateLimit> limit,
    StaticFiles files,
    Optional<ResponseCache> cache)
    implements Door {
  private static final String YEAR = "max-age=31536000";

  public static FrontDoor open() {
    return new FrontDoor(
        Optional.empty(), 0, Set.of(), Optional.empty(), StaticFiles.none(), Optional.empty());
  }

  public FrontDoor tls(SslContext to) {
    return new FrontDoor(Optional.of(to), redirect, denied, limit, files, cache);
  }

  public FrontDoor redirect(int httpsPort) {
    return new FrontDoor(tls, httpsPort, denied, limit, files, cache);
  }

  public FrontDoor deny(Set<String> clients) {
    return new FrontDoor(tls, redirect, Set.copyOf(clients), limit, files, cache);
  }

  public FrontDoor limit(RateLimit to) {
    return new FrontDoor(tls, redirect, denied, Optional.of(to), files, cache);
  }

  public FrontDoor files(StaticFiles to) {
    return new FrontDoor(tls, redirect, denied, limit, to, cache);
  }

  public FrontDoor cache(ResponseCache to) {
    return new FrontDoor(tls, redirect, denied, limit, files, Optional.of(to));
  }

  @Override
  public Optional<FullHttpResponse> answer(HttpRequest request, String client) {
    Optional<FullHttpResponse> own =
        refused(client)
            .or(() -> redirected(request))
            .or(() -> limited(client))
            .or(() -> files.answer(request))
            .or(() -> cache.flatMap(c -> c.answer(request)));
    own.ifPresent(this::secure);
    return own;
  }

  @Override
  public void answered(HttpRequest request, HttpResponse answer) {
    cache.ifPresent(c -> c.keep(request, answer));
    secure(answer);
  }

  /** From now on the browser asks by https only (HSTS). */
  private void secure(HttpResponse answer) {
    tls.ifPresent(t -> answer.headers().set("Strict-Transport-Security", YEAR));
  }

  private Optional<FullHttpResponse> refused(String client) {
    return denied.contains(client)
        ? Optional.of(Answers.text(403, "not for you"))
        : Optional.empty();
  }

  private Optional<FullHttpResponse> redirected(HttpRequest request) {
    if (redirect == 0) {
      return Optional.empty();
    }
    String host = request.headers().get(HttpHeaderNames.HOST).split(":")[0];
    FullHttpResponse answer = Answers.text(308, "by https, please");
    answer
        .headers()
        .set(HttpHeaderNames.LOCATION, "https://%s:%d%s".formatted(host, redirect, request.uri()));
    return Optional.of(answer);
  }

  private Optional<FullHttpResponse> limited(String client) {
    long seconds = limit.map(l -> l.waitSeconds(client)).orElse(0L);
    if (seconds == 0) {
      return Optional.empty();
    }
    FullHttpResponse answer = Answers.text(429, "too many requests");
    answer.headers().set(HttpHeaderNames.RETRY_AFTER, seconds);
    return Optional.of(answer);
  }
}
