package scalebook.cloning.stage.takeover;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import scalebook.cloning.balancer.Door;

/** Tells in each answer which balancer it came through. */
record Named(String name) implements Door {
  @Override
  public Optional<FullHttpResponse> answer(HttpRequest request, String client) {
    return Optional.empty();
  }

  @Override
  public void answered(HttpRequest request, HttpResponse answer) {
    answer.headers().set("X-Balancer", name);
  }
}
