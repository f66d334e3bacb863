package scalebook.cloning.balancer;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** Stands before the clones: what it answers costs them nothing. Called by all event loops. */
public interface Door {
  /** Lets everything through. */
  Door OPEN = (request, client) -> Optional.empty();

  /** An answer without any clone; the request is as a clone would get it. */
  Optional<FullHttpResponse> answer(HttpRequest request, String client);

  /** A clone's answer on its way to the client: may be kept, or changed in place. */
  default void answered(HttpRequest request, HttpResponse answer) {}

  /** What encrypts, when clients come by https. */
  default Optional<SslContext> tls() {
    return Optional.empty();
  }
}
