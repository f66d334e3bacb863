package scalebook.cloning.balancer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import scalebook.cloning.balancer.Counters.Event;

/** One client's connection. Its requests are answered one after the other. */
final class FrontConnection extends ChannelInboundHandlerAdapter {
  private final Balancer balancer;
  private final Lane lane;
  private final Channel channel;
  private final StrictDecoder decoder;
  private final String peer;

  /** The request that is being answered; null between two of them. */
  private Exchange exchange;

  /** No more requests are taken: what is still written is the last. */
  private boolean closing;

  /** The client sends no more, and may still read. */
  private boolean inputEnded;

  private boolean stays = true;
  private long quietSince = System.nanoTime();

  FrontConnection(Balancer balancer, Lane lane, Channel channel, StrictDecoder decoder) {
    this.balancer = balancer;
    this.lane = lane;
    this.channel = channel;
    this.decoder = decoder;
    this.peer = ((InetSocketAddress) channel.remoteAddress()).getAddress().getHostAddress();
    lane.add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
    } else if (exchange == null) {
      begin(message);
    } else {
      exchange.content((HttpContent) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readOn();
  }

  /** Half closed: what was asked is answered, what was not asked to its end never will be. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (closing || exchange != null && !exchange.whole()) {
        channel.close();
      } else {
        next();
      }
    }
  }

  /** Takes the next request, unless the client leaves its answers unread. */
  private void next() {
    if (exchange == null && !closing && channel.isWritable()) {
      decoder.next();
      if (exchange == null && !closing && inputEnded) {
        close(ChannelFutureListener.CLOSE);
      }
    }
    readOn();
  }

  /**
   * Reads on, or stops until it may. While an exchange waits for its answer it goes on, so that a
   * client who leaves is noticed; what is sent ahead of its turn stops it.
   */
  void readOn() {
    boolean on =
        closing
            || !decoder.ahead() && (exchange == null ? channel.isWritable() : exchange.wantsMore());
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  private void begin(Object message) {
    balancer.counters().add(message instanceof Refusal ? Event.REFUSED : Event.RECEIVED);
    Refusal refusal = Refusal.of(message, balancer.limits());
    if (refusal != null) {
      ReferenceCountUtil.release(message);
      reply(refusal.answer(false), Event.FAILED, false);
      return;
    }
    HttpRequest head = (HttpRequest) message;
    boolean asksFirst = HttpUtil.is100ContinueExpected(head);
    Request request =
        new Request(head, balancer.forwarded().client(head, peer), balancer.scheme(head));
    Optional<FullHttpResponse> own = balancer.door().answer(head, request.client());
    if (own.isPresent()) {
      reply(own.get(), Event.OWN, request.frame(own.get(), request.bodiless()));
      return;
    }
    if (asksFirst) {
      channel.writeAndFlush(Heads.goOn());
    }
    exchange = new Exchange(this, balancer, lane, request);
    exchange.begin();
  }

  void respondHead(HttpResponse answer) {
    balancer.door().answered(exchange.request().head(), answer);
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
    boolean whole = exchange.whole();
    rest();
    balancer.counters().add(Event.ANSWERED);
    if (stays) {
      next();
    } else if (whole) {
      close(ChannelFutureListener.CLOSE);
    } else {
      closeLingering();
    }
  }

  void close() {
    channel.close();
  }

  private void rest() {
    exchange = null;
    quietSince = System.nanoTime();
  }

  /** An answer of our own; the connection survives only when the request was read to its end. */
  void reply(FullHttpResponse answer, Event event, boolean whole) {
    rest();
    balancer.counters().add(event);
    channel.writeAndFlush(answer);
    if (whole) {
      channel.eventLoop().execute(this::next); // not deeper for each that is pipelined
    } else {
      closeLingering();
    }
  }

  /** Reads on for a while: a socket that is closed over unread bytes resets, answer and all. */
  private void closeLingering() {
    decoder.discard();
    close(written -> ((SocketChannel) channel).shutdownOutput());
    readOn();
  }

  /** {@code then}: once all is written. */
  private void close(ChannelFutureListener then) {
    closing = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(inputEnded ? ChannelFutureListener.CLOSE : then);
  }

  /** Half an answer was sent: a reset, which no client takes for an end. */
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
    if (!closing && decoder.headMillis(now) > limits.head()) {
      balancer.counters().add(Event.REFUSED);
      reply(new Refusal(408, "the head came too slowly").answer(false), Event.FAILED, false);
    } else if (quiet > (closing ? limits.head() : limits.idle())) {
      channel.close();
    }
  }

  /** Bytes, more or less, that wait here because the client does not read. */
  long unread() {
    boolean over = ((SocketChannel) channel).isOutputShutdown(); // and never writable again
    return over || channel.isWritable() ? 0 : channel.bytesBeforeWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.clientTakesMore(channel.isWritable());
    } else if (channel.isWritable()) {
      next();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.remove(this);
    closing = true;
    if (exchange != null) {
      exchange.clientLeft();
      exchange = null;
      balancer.counters().add(Event.ABANDONED);
    }
    balancer.clientLeft(channel);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }
}
