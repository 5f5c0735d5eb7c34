using TorchSharp.Native;

namespace TorchSharp;

/// <summary>The functions and types of TorchSharp, over the machine's libtorch.</summary>
public static partial class torch
{
    /// <summary>An n-dimensional array of numbers on a device, with its place in the autograd graph.</summary>
    /// <remarks>
    /// A tensor belongs to the dispose scope that was open on the thread that made it; outside a scope its holder disposes it. One that
    /// nobody
    /// disposes is freed after the garbage collector has found it. Names, parameters and defaults are those of TorchSharp 0.105.
    /// Operators that libtorch refuses throw <see cref="TorchException"/>; a disposed tensor throws <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        private NativeTensor? native;
        private int scopeSlot = -1;

        internal Tensor(nint handle)
        {
            if (AbandonedTensors.Any)
            {
                AbandonedTensors.Release();
            }

            var manager = DisposeScopeManager.OfThisThread;
            native = manager.TakeHolder();
            native.Fill(handle);
            manager.Register(this);
        }

        /// <summary>Takes over the native tensor and the scope of another object, which becomes empty.</summary>
        private protected Tensor(Tensor original)
        {
            native = Interlocked.Exchange(ref original.native, null) ?? throw original.Disposed();
            original.OwningDisposeScope?.Replace(original, this);
        }

        /// <summary>How many tensor objects of the process hold a native tensor now.</summary>
        public static long TotalCount => NativeTensor.TotalCount;

        /// <summary>The largest value that <see cref="TotalCount"/> has had.</summary>
        public static long PeakCount => NativeTensor.PeakCount;

        /// <summary>A free name for the tensor; not used by any operator.</summary>
        public string? name { get; set; }

        /// <summary>Whether the tensor has been disposed.</summary>
        public bool IsInvalid => native is null;

        /// <summary>The native tensor.</summary>
        /// <exception cref="ObjectDisposedException">The tensor has been disposed.</exception>
        public IntPtr Handle
        {
            get
            {
                var holder = native;
                return holder is not null ? holder.Handle : throw Disposed();
            }
        }

        internal DisposeScope? OwningDisposeScope { get; private set; }

        /// <summary>Wraps a native tensor that the caller owns; the new object owns it from now on.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Gives the native tensor back; disposing twice is harmless.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Moves the tensor to the enclosing dispose scope, or out of all scopes when there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of all dispose scopes: its holder disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope that another tensor is in.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Moves the tensor to another scope; null means out of all scopes.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
            {
                other?.Attach(this);
            }
            else
            {
                OwningDisposeScope.MoveToOther(other, this);
            }

            return this;
        }

        /// <summary>Takes the native tensor out of this object, which becomes empty; the caller owns it.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var holder = Interlocked.Exchange(ref native, null) ?? throw Disposed();
            OwningDisposeScope?.Remove(this);
            return DisposeScopeManager.OfThisThread.KeepHolder(holder);
        }

        /// <summary>Frees native tensors in one call and whatever finalizers have left over.</summary>
        internal static unsafe void Release(List<nint> handles)
        {
            fixed (nint* first = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(handles))
            {
                Door.mt_release(first, handles.Count);
            }

            if (AbandonedTensors.Any)
            {
                AbandonedTensors.Release();
            }
        }

        /// <summary>A second object over the same native tensor: what functions return that work in place or change nothing.</summary>
        internal Tensor Shared()
        {
            var shared = new Tensor(Door.mt_share(Handle));
            GC.KeepAlive(this);
            return shared;
        }

        internal void EnterScope(DisposeScope scope, int slot)
        {
            OwningDisposeScope = scope;
            scopeSlot = slot;
        }

        /// <summary>Forgets the scope; returns the slot the tensor had in it, -1 for none.</summary>
        internal int LeaveScope()
        {
            var slot = scopeSlot;
            OwningDisposeScope = null;
            scopeSlot = -1;
            return slot;
        }

        /// <summary>Hands the native tensor to a list that is freed as a whole.</summary>
        internal void Surrender(List<nint> released)
        {
            if (Interlocked.Exchange(ref native, null) is { } holder)
            {
                released.Add(DisposeScopeManager.OfThisThread.KeepHolder(holder));
            }
        }

        /// <summary>Gives the native tensor back.</summary>
        protected virtual unsafe void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref native, null) is not { } holder)
            {
                return;
            }

            var manager = DisposeScopeManager.OfThisThread;
            var counts = manager.Counts.TensorStatistics;
            if (OwningDisposeScope is null)
            {
                counts.DisposedOutsideScopeCount++;
            }
            else
            {
                counts.DisposedInScopeCount++;
                OwningDisposeScope.Remove(this);
            }

            var taken = manager.KeepHolder(holder);
            Door.mt_release(&taken, 1);
        }

        private ObjectDisposedException Disposed() =>
            new(name ?? GetType().Name,
                "The tensor has been disposed. If its dispose scope has ended, move it out first with MoveToOuterDisposeScope().");
    }
}
