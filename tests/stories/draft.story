Story: An application is begun on one device, finished on another, and the draft is gone when it is sent

citizen begins 2.000908 with derived-empty.json.
citizen asks for /drafts and gets 200.
The reply says "2.000908".
citizen goes on with derived.json.
citizen sends the draft.
The code is like H49.31-NNNNNN-NNNN.
The draft of citizen is gone.
Everything verifies.
