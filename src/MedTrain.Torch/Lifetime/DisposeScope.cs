using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Owns the tensors that its thread makes while it is the innermost open scope, and disposes them when it ends.</summary>
/// <remarks>Open one with <see cref="NewDisposeScope"/> in a <c>using</c> statement; a tensor that must outlive it is moved out or
/// detached.</remarks>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly List<IDisposable> owned = [];
    private bool disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        this.manager = manager;
        Outer = outer;
    }

    /// <summary>What the scope owns now, as a copy.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return [.. owned];
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    public int DisposablesCount
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return owned.Count;
        }
    }

    internal DisposeScope? Outer { get; set; }

    private LifetimeStatistics Counts => manager.Counts.TensorStatistics;

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? ReferenceEquals(tensor.OwningDisposeScope, this) : owned.Contains(disposable);

    /// <summary>Disposes everything the scope owns and closes it.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        DisposeEverything();
        disposed = true;
        manager.Remove(this);
    }

    /// <summary>Disposes everything the scope owns; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes everything the scope owns except the given objects; the scope stays open.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var all = owned.ToArray();
        owned.Clear();
        var released = new List<nint>(all.Length);
        foreach (var item in all)
        {
            switch (item)
            {
                case Tensor tensor when keep.Contains(tensor):
                    Add(tensor);
                    break;
                case Tensor tensor:
                    Counts.DisposedInScopeCount++;
                    tensor.LeaveScope();
                    tensor.Surrender(released);
                    break;
                case var other when keep.Contains(other):
                    owned.Add(other);
                    break;
                default:
                    item.Dispose();
                    break;
            }
        }

        Tensor.Release(released);
    }

    /// <summary>Disposes everything the scope owns except the given objects; the scope stays open.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes everything the scope owns except the given object, which is returned.</summary>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <summary>Disposes everything the scope owns except the two given objects, which are returned.</summary>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    /// <summary>Disposes everything the scope owns except the three given objects, which are returned.</summary>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>Tells the scope that the object has been disposed elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    /// <summary>Takes an object into the scope, out of the scope it is in.</summary>
    public void Attach(IDisposable disposable) => Attach([disposable]);

    /// <summary>Takes objects into the scope, out of the scopes they are in.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes objects into the scope, out of the scopes they are in.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var all = disposables.ToArray();
        foreach (var item in all)
        {
            if (item is Tensor { OwningDisposeScope: { } other } tensor)
            {
                other.Remove(tensor);
            }
            else
            {
                Counts.AttachedToScopeCount++;
            }

            AddAny(item);
        }

        return all;
    }

    internal void Add(Tensor tensor)
    {
        tensor.EnterScope(this, owned.Count);
        owned.Add(tensor);
    }

    /// <summary>Forgets an object without disposing it; the last one takes its slot.</summary>
    internal void Remove(IDisposable item)
    {
        var slot = item is Tensor tensor ? tensor.LeaveScope() : owned.IndexOf(item);
        if (slot < 0)
        {
            return;
        }

        var last = owned[^1];
        owned[slot] = last;
        owned.RemoveAt(owned.Count - 1);
        if (last is Tensor moved && !ReferenceEquals(moved, item))
        {
            moved.EnterScope(this, slot);
        }
    }

    /// <summary>Puts one tensor in another's place: the parameter made from a tensor takes over its owner.</summary>
    internal void Replace(Tensor original, Tensor replacement)
    {
        Remove(original);
        Add(replacement);
    }

    private void AddAny(IDisposable item)
    {
        if (item is Tensor tensor)
        {
            Add(tensor);
        }
        else
        {
            owned.Add(item);
        }
    }
}
