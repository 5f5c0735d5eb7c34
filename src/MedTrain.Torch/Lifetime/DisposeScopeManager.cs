namespace TorchSharp;

/// <summary>The dispose scopes of the current thread; see <see cref="torch.NewDisposeScope"/>.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? ofThisThread;

    private const int MostHolders = 8192;

    private NativeTensor? holders;
    private int holderCount;

    private DisposeScopeManager()
    {
    }

    /// <summary>The counts of this thread's tensors.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThisThread.Counts;

    internal static DisposeScopeManager OfThisThread => ofThisThread ??= new();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Current { get; private set; }

    internal DisposeScope Open() => Current = new DisposeScope(this, Current);

    /// <summary>Gives a new tensor to the current scope, if one is open.</summary>
    internal void Register(torch.Tensor tensor)
    {
        if (Current is null)
        {
            Counts.TensorStatistics.CreatedOutsideScopeCount++;
        }
        else
        {
            Counts.TensorStatistics.CreatedInScopeCount++;
            Current.Add(tensor);
        }
    }

    /// <summary>An empty holder for a new tensor.</summary>
    internal NativeTensor TakeHolder()
    {
        var holder = holders;
        if (holder is null)
        {
            return new NativeTensor();
        }

        holders = holder.Next;
        holder.Next = null;
        holderCount--;
        return holder;
    }

    /// <summary>Takes the native tensor out of a holder and keeps the holder for a tensor to come; the caller owns the native
    /// tensor.</summary>
    internal nint KeepHolder(NativeTensor holder)
    {
        var taken = holder.Empty();
        if (holderCount < MostHolders)
        {
            holder.Next = holders;
            holders = holder;
            holderCount++;
        }

        return taken;
    }

    /// <summary>Takes a scope out of the chain; scopes are normally, but not necessarily, closed innermost first.</summary>
    internal void Remove(DisposeScope scope)
    {
        if (ReferenceEquals(Current, scope))
        {
            Current = scope.Outer;
            return;
        }

        for (var inner = Current; inner is not null; inner = inner.Outer)
        {
            if (ReferenceEquals(inner.Outer, scope))
            {
                inner.Outer = scope.Outer;
                return;
            }
        }
    }
}
