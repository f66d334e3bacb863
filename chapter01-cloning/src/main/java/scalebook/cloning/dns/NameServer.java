package scalebook.cloning.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;

/** An authoritative server on 127.0.0.1: over UDP, and over TCP for what a datagram can't hold. */
public final class NameServer implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;
  private static final int TRIES = 20;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, Tasks.daemons("dns"), NioIoHandler.newFactory());
  private final AtomicLong queries = new AtomicLong();
  private volatile Authority authority;
  private final Channel udp;

  private NameServer(int port, boolean tcp, Authority authority) {
    this.authority = authority;
    try {
      udp = bind(port, tcp);
    } catch (Exception e) { // Netty throws a BindException that it did not declare
      close();
      throw new Missing("port %d is taken (%s)".formatted(port, e.getMessage()), e);
    }
  }

  /** Both take the same port: one that is free for datagrams may be taken for connections. */
  private Channel bind(int port, boolean tcp) {
    for (int tried = 1; ; tried++) {
      Channel datagrams = bindUdp(port);
      try {
        if (tcp) {
          bindTcp(((InetSocketAddress) datagrams.localAddress()).getPort());
        }
        return datagrams;
      } catch (Exception e) {
        datagrams.close().syncUninterruptibly();
        if (port != 0 || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param tcp whether it can also be asked over TCP, as it should
   */
  public static NameServer open(int port, boolean tcp, Authority authority) {
    return new NameServer(port, tcp, authority);
  }

  private Channel bindUdp(int port) {
    return new Bootstrap()
        .group(loops)
        .channel(NioDatagramChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder())
                    .addLast(new Replies(NameServer.this::next));
              }
            })
        .bind(new InetSocketAddress("127.0.0.1", port))
        .syncUninterruptibly()
        .channel();
  }

  private void bindTcp(int port) {
    new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                    .addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder())
                    .addLast(new Replies(NameServer.this::next));
              }
            })
        .bind(new InetSocketAddress("127.0.0.1", port))
        .syncUninterruptibly();
  }

  /** Whom the next question goes to. */
  private Authority next() {
    queries.incrementAndGet();
    return authority;
  }

  /** From now on it knows this. */
  public void authority(Authority to) {
    authority = to;
  }

  public int port() {
    return ((InetSocketAddress) udp.localAddress()).getPort();
  }

  public long queries() {
    return queries.get();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
