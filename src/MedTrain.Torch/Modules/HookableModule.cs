namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and changed.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>Called with the inputs before the computation, in the order of registration; may replace the inputs.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>Called with the inputs and the result after the computation; may replace the result.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>Called before the computation.</summary>
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];

            /// <summary>Called after the computation.</summary>
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            /// <summary>A module with a name for messages.</summary>
            protected HookableModule(string name)
                : base(name)
            {
            }

            internal bool HasHooks => pre_hooks.Count + post_hooks.Count + module_pre_hooks.Count + module_post_hooks.Count > 0;

            /// <summary>Calls the hook after each computation.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

            /// <summary>Calls the hook before each computation.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

            /// <summary>Calls the hook after each computation.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

            /// <summary>Calls the hook before each computation.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

            private protected void RunBefore()
            {
                foreach (var hook in module_pre_hooks.Values)
                {
                    hook(this);
                }
            }

            private protected void RunAfter()
            {
                foreach (var hook in module_post_hooks.Values)
                {
                    hook(this);
                }
            }

            private static HookRemover Add<T>(Dictionary<string, T> hooks, T hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(() => hooks.Remove(key));
            }

            /// <summary>Takes one hook away again.</summary>
            public sealed class HookRemover
            {
                private readonly Action action;

                internal HookRemover(Action action) => this.action = action;

                /// <summary>Takes the hook away.</summary>
                public void remove() => action();
            }
        }
    }
}
