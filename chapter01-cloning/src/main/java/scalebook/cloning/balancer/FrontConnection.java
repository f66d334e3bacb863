package scalebook.cloning.balancer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import scalebook.cloning.balancer.Counters.Event;

/**
 * One client's connection. Its requests are answered one after the other; what is sent ahead waits,
 * at most as much as one read brings.
 */
final class FrontConnection extends ChannelInboundHandlerAdapter {
  private final Balancer balancer;
  private final Lane lane;
  private final Channel channel;
  private final String peer;

  /** What waits for its turn. */
  private final Deque<Object> pipelined = new ArrayDeque<>();

  /** The request that is being answered; null between two of them. */
  private Exchange exchange;

  /** No more requests are taken: what is still written is the last. */
  private boolean closing;

  private boolean stays = true;
  private boolean inHead;
  private long quietSince = System.nanoTime();

  FrontConnection(Balancer balancer, Lane lane, Channel channel) {
    this.balancer = balancer;
    this.lane = lane;
    this.channel = channel;
    this.peer = ((InetSocketAddress) channel.remoteAddress()).getAddress().getHostAddress();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    lane.add(this);
    inHead = true; // a client that connects and says nothing is a slow head, too
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    pipelined.add(message);
    next();
    reading(exchange == null || exchange.wantsMore());
  }

  /** Takes what is waiting, as far as the current exchange allows. */
  private void next() {
    while (!pipelined.isEmpty() && !closing) {
      if (exchange == null) {
        begin(pipelined.poll());
      } else if (!exchange.whole()) {
        exchange.content((HttpContent) pipelined.poll());
      } else {
        return; // the next request waits for its turn
      }
    }
  }

  /** Reads on, or stops until it is told to; what is sent ahead of its turn stops it. */
  void reading(boolean on) {
    if (channel.config().isAutoRead() != (on && pipelined.isEmpty())) {
      channel.config().setAutoRead(on && pipelined.isEmpty());
    }
  }

  private void begin(Object message) {
    inHead = false;
    if (message instanceof Refusal refusal) {
      balancer.counters().add(Event.REFUSED);
      refuse(refusal, false);
      return;
    }
    HttpRequest head = (HttpRequest) message;
    balancer.counters().add(Event.RECEIVED);
    Refusal refusal = Refusal.of(head, balancer.limits());
    if (refusal != null) {
      ReferenceCountUtil.release(message);
      refuse(refusal, false);
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    Request request = new Request(head, balancer.client(head, peer));
    exchange = new Exchange(this, balancer, lane, request);
    exchange.begin();
  }

  void respondHead(HttpResponse answer) {
    stays = exchange.request().frame(answer, exchange.whole());
    channel.write(answer);
  }

  void respond(HttpContent content) {
    channel.write(content);
    if (!channel.isWritable()) {
      channel.flush();
      exchange.clientTakesMore(channel.isWritable());
    }
  }

  void flush() {
    channel.flush();
  }

  /** The answer is out; what comes next on this connection? */
  void answered() {
    rest();
    balancer.counters().add(Event.ANSWERED);
    if (stays) {
      nextOrRead();
    } else {
      close(ChannelFutureListener.CLOSE);
    }
  }

  private void rest() {
    exchange = null;
    quietSince = System.nanoTime();
  }

  private void nextOrRead() {
    next();
    if (exchange == null && !closing) {
      reading(true);
    }
  }

  /** An answer of our own; the connection survives only when the request was read to its end. */
  void refuse(Refusal refusal, boolean whole) {
    rest();
    balancer.counters().add(Event.FAILED);
    channel.writeAndFlush(refusal.answer(whole));
    if (whole) {
      channel.eventLoop().execute(this::nextOrRead); // not deeper into the stack for each pipelined
    } else {
      // Goes on reading what the client still sends, to no use and not for long: a socket that is
      // closed over unread bytes resets, and the client would never see its 4xx.
      close(written -> ((SocketChannel) channel).shutdownOutput());
      channel.config().setAutoRead(true);
    }
  }

  /** {@code then}: once all is written. */
  private void close(ChannelFutureListener then) {
    closing = true;
    releasePipelined();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(then);
  }

  /**
   * Half an answer was sent and there will be no more: a reset, which no client takes for an end.
   */
  void abort() {
    exchange = null;
    closing = true;
    balancer.counters().add(Event.FAILED);
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  void checkDeadline(long now) {
    if (exchange != null) {
      exchange.checkDeadline(now);
      return;
    }
    long quiet = (now - quietSince) / 1_000_000;
    Limits.Millis limits = balancer.limits().millis();
    if (!closing && inHead && quiet > limits.head()) {
      balancer.counters().add(Event.REFUSED);
      refuse(new Refusal(408, "the head came too slowly"), false);
    } else if (quiet > (closing ? limits.head() : limits.idle())) {
      channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.clientTakesMore(channel.isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.remove(this);
    closing = true;
    releasePipelined();
    if (exchange != null) {
      exchange.clientLeft();
      exchange = null;
      balancer.counters().add(Event.ABANDONED);
    }
    balancer.clientLeft(channel);
  }

  private void releasePipelined() {
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
