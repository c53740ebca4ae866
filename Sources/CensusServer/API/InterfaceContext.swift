import Hummingbird

/// The one context of every request: parameters of the path, a logger, and from what part of the
/// internet it comes, for rate limiting alone. It never holds the client's address.
struct InterfaceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let network: NetworkPrefix?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    network = NetworkPrefix(source.channel.remoteAddress)
  }
}
