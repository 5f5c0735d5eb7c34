namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A script that takes tensors and whose result is known.</summary>
        public class ScriptModule<TResult> : ScriptModule, nn.IModule<Tensor[], TResult>
        {
            internal ScriptModule(nint script)
                : base(script)
            {
            }

            /// <summary>Runs the script.</summary>
            public TResult call(params Tensor[] input) => forward(input);

            /// <summary>Runs the script.</summary>
            public TResult forward(params Tensor[] tensor) => invoke<Tensor, TResult>(nameof(forward), tensor);
        }

        /// <summary>A script whose calls can be watched and changed.</summary>
        public class HookableScriptModule<TPreHook, TPostHook> : ScriptModule
        {
            /// <summary>Called with the inputs before the computation; may replace them.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>Called with the inputs and the result after the computation; may replace the result.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            internal HookableScriptModule(nint script)
                : base(script)
            {
            }

            /// <summary>Calls the hook after each computation.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = Guid.NewGuid().ToString();
                post_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Calls the hook before each computation.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = Guid.NewGuid().ToString();
                pre_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                pre_hooks.Remove(key);
                post_hooks.Remove(key);
            }

            /// <summary>Takes one hook away again.</summary>
            public class HookRemover
            {
                private readonly HookableScriptModule<TPreHook, TPostHook> module;
                private readonly string key;

                /// <summary>The way to take a hook away.</summary>
                public HookRemover(HookableScriptModule<TPreHook, TPostHook> module, string key) => (this.module, this.key) = (module, key);

                /// <summary>Takes the hook away.</summary>
                public void remove() => module.Remove(key);
            }
        }

        /// <summary>A script of one input.</summary>
        public class ScriptModule<T, TResult> :
            HookableScriptModule<Func<ScriptModule<T, TResult>, T, T>, Func<ScriptModule<T, TResult>, T, TResult, TResult>>,
            nn.IModule<T, TResult>
        {
            internal ScriptModule(nint script)
                : base(script)
            {
            }

            /// <summary>Runs the registered hooks and the script.</summary>
            public TResult call(T input)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    input = hook(this, input) is { } changed ? changed : input;
                }

                var result = forward(input);
                foreach (var hook in post_hooks.Values)
                {
                    result = hook(this, input, result) is { } changed ? changed : result;
                }

                return result;
            }

            /// <summary>Runs the script.</summary>
            public TResult forward(T tensor) => Cast<TResult>(invoke(nameof(forward), tensor));
        }

        /// <summary>A script of two inputs.</summary>
        public class ScriptModule<T1, T2, TResult> :
            HookableScriptModule<
                Func<ScriptModule<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<ScriptModule<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            nn.IModule<T1, T2, TResult>
        {
            internal ScriptModule(nint script)
                : base(script)
            {
            }

            /// <summary>Runs the registered hooks and the script.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                }

                var result = forward(input1, input2);
                foreach (var hook in post_hooks.Values)
                {
                    result = hook(this, input1, input2, result) is { } changed ? changed : result;
                }

                return result;
            }

            /// <summary>Runs the script.</summary>
            public TResult forward(T1 input1, T2 input2) => Cast<TResult>(invoke(nameof(forward), input1, input2));
        }
    }
}
